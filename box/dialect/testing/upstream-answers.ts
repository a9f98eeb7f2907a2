import type { SseEvent, UpstreamWire } from "../dialect.ts";

/** What a model said, before any API wraps it: text, then calls. Fixtures only. */
export type Said = {
  text: string;
  calls: { id: string; name: string; args: Record<string, unknown> }[];
  refusal: string;
  stop: "end" | "length" | "refusal";
  input: number;
  cached: number;
  output: number;
  reasoning: number;
};

/** Lengths of the pieces that a stream is cut into, used in turn. */
export type Cuts = readonly number[];

type Wire = { whole(said: Said): object; events(said: Said, cuts: Cuts): SseEvent[] };

function pieces(text: string, cuts: Cuts): string[] {
  const out: string[] = [];
  for (let start = 0, turn = 0; start < text.length; turn++) {
    const size = Math.max(1, cuts[turn % Math.max(1, cuts.length)] ?? 4);
    out.push(text.slice(start, start + size));
    start += size;
  }
  return out;
}

function sse(data: { type?: string; [field: string]: unknown }): SseEvent {
  return { event: data.type, data: JSON.stringify(data) };
}

const chat: Wire = {
  whole: (said) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: chatReason(said),
        message: {
          role: "assistant",
          content: said.text || null,
          refusal: said.refusal || null,
          annotations: [],
          tool_calls: said.calls.map(({ id, name, args }) => ({
            id,
            type: "function",
            function: { name, arguments: JSON.stringify(args) },
          })),
        },
      },
    ],
    usage: chatUsage(said),
  }),
  events: (said, cuts) => {
    const delta = (part: object, reason: string | null = null) =>
      sse({ id: "chatcmpl-1", choices: [{ index: 0, delta: part, finish_reason: reason }], usage: null });
    const calls = said.calls.flatMap(({ id, name, args }, index) => [
      delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
      ...pieces(JSON.stringify(args), cuts).map((json) =>
        delta({ tool_calls: [{ index, function: { arguments: json } }] }),
      ),
    ]);
    return [
      delta({ role: "assistant", content: "", refusal: null }),
      ...pieces(said.text, cuts).map((content) => delta({ content })),
      ...pieces(said.refusal, cuts).map((refusal) => delta({ refusal })),
      ...interleaved(calls, cuts),
      delta({}, chatReason(said)),
      sse({ id: "chatcmpl-1", choices: [], usage: chatUsage(said) }),
      { data: "[DONE]" },
    ];
  },
};

function chatReason(said: Said): string {
  if (said.stop === "length") return "length";
  if (said.stop === "refusal") return said.refusal === "" ? "content_filter" : "stop";
  return said.calls.length > 0 ? "tool_calls" : "stop";
}

function chatUsage({ input, cached, output, reasoning }: Said): object {
  return {
    prompt_tokens: input + cached,
    completion_tokens: output + reasoning,
    total_tokens: input + cached + output + reasoning,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

/** Some servers send the calls of one answer mixed with each other; each call's own order stays. */
function interleaved(events: SseEvent[], cuts: Cuts): SseEvent[] {
  if ((cuts[0] ?? 0) % 2 === 0) return events;
  const byCall = Map.groupBy(events, ({ data }) => /"tool_calls":\[\{"index":(\d+)/.exec(data)?.[1]);
  const queues = [...byCall.values()].map((queue) => [...queue]);
  const out: SseEvent[] = [];
  while (queues.some((queue) => queue.length > 0)) for (const queue of queues) out.push(...queue.splice(0, 1));
  return out;
}

const messages: Wire = {
  whole: (said) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    content: [
      { type: "thinking", thinking: "hm", signature: "c2ln" },
      ...(said.text ? [{ type: "text", text: said.text, citations: null }] : []),
      ...said.calls.map(({ id, name, args }) => ({ type: "tool_use", id, name, input: args })),
    ],
    ...messagesStop(said),
    usage: messagesUsage(said),
  }),
  events: (said, cuts) => {
    const blocks: [object, object[]][] = [
      [
        { type: "thinking", thinking: "", signature: "" },
        [
          { type: "thinking_delta", thinking: "hm" },
          { type: "signature_delta", signature: "c2ln" },
        ],
      ],
      ...(said.text
        ? [
            [{ type: "text", text: "" }, pieces(said.text, cuts).map((text) => ({ type: "text_delta", text }))] as [
              object,
              object[],
            ],
          ]
        : []),
      ...said.calls.map(({ id, name, args }): [object, object[]] => [
        { type: "tool_use", id, name, input: {} },
        ["", ...pieces(JSON.stringify(args), cuts)].map((json) => ({ type: "input_json_delta", partial_json: json })),
      ]),
    ];
    const usage = messagesUsage(said);
    return [
      sse({ type: "message_start", message: { id: "msg_1", usage: { ...usage, output_tokens: 1 } } }),
      sse({ type: "ping" }),
      ...blocks.flatMap(([block, deltas], index) => [
        sse({ type: "content_block_start", index, content_block: block }),
        ...deltas.map((delta) => sse({ type: "content_block_delta", index, delta })),
        sse({ type: "content_block_stop", index }),
      ]),
      sse({
        type: "message_delta",
        delta: messagesStop(said),
        usage: {
          output_tokens: said.output + said.reasoning,
          output_tokens_details: { thinking_tokens: said.reasoning },
        },
      }),
      sse({ type: "message_stop" }),
    ];
  },
};

function messagesStop(said: Said): object {
  if (said.stop === "length") return { stop_reason: "max_tokens", stop_sequence: null };
  if (said.stop === "refusal") {
    const details = { type: "refusal", category: null, explanation: said.refusal || null };
    return { stop_reason: "refusal", stop_sequence: null, stop_details: details };
  }
  return { stop_reason: said.calls.length > 0 ? "tool_use" : "end_turn", stop_sequence: null };
}

function messagesUsage({ input, cached, output, reasoning }: Said): object {
  return {
    input_tokens: input,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
    output_tokens: output + reasoning,
    output_tokens_details: { thinking_tokens: reasoning },
  };
}

const gemini: Wire = {
  whole: (said) => {
    const parts = [
      { text: "hm", thought: true },
      ...(said.text ? [{ text: said.text }] : []),
      ...said.calls.map(({ name, args }) => ({ functionCall: { name, args }, thoughtSignature: "c2ln" })),
    ];
    return {
      responseId: "gem-1",
      candidates: [{ content: { role: "model", parts }, finishReason: geminiReason(said) }],
      usageMetadata: geminiUsage(said),
    };
  },
  events: (said, cuts) => {
    const chunk = (parts: object[], rest: object = {}) =>
      sse({
        responseId: "gem-1",
        candidates: [{ content: { role: "model", parts }, index: 0, ...rest }],
        usageMetadata: geminiUsage(said),
      });
    return [
      chunk([{ text: "hm", thought: true }]),
      ...pieces(said.text, cuts).map((text) => chunk([{ text }])),
      ...said.calls.map(({ name, args }) => chunk([{ functionCall: { name, args } }])),
      chunk([{ text: "" }], { finishReason: geminiReason(said) }),
    ];
  },
};

function geminiReason({ stop }: Said): string {
  return { end: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" }[stop];
}

function geminiUsage({ input, cached, output, reasoning }: Said): object {
  return {
    promptTokenCount: input + cached,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output,
    thoughtsTokenCount: reasoning,
    totalTokenCount: input + cached + output + reasoning,
  };
}

/** The same answer as each upstream would say it, whole and as a stream. */
export const upstreamAnswers: Record<UpstreamWire, Wire> = { chat, messages, gemini };
