import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChatRequest } from "./chat-request.ts";
import { type Completion, pieceAt, type Usage, usageOf } from "./completion.ts";
import type { Directives } from "./directives.ts";

/** What a reply really produced by the time it ended, however it ended. */
export type Served = { usage: Usage; isComplete: boolean };

type Reply = {
  response: ServerResponse;
  request: ChatRequest;
  completion: Completion;
  directives: Directives;
  cached: number;
};

const created = 1_700_000_000;

/** One JSON answer. */
export async function replyWhole({ response, request, completion, directives, cached }: Reply): Promise<Served> {
  const usage = usageOf(completion.promptTokens, cached, sum(completion, "words"), sum(completion, "reasoning"));
  const body = JSON.stringify({
    id: completion.id,
    object: "chat.completion",
    created,
    model: request.model,
    choices: completion.choices.map((choice, index) => ({
      index,
      message: { role: "assistant", content: choice.words.join(" "), refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: choice.finishReason,
    })),
    ...(directives.noUsage ? {} : { usage }),
    service_tier: "default",
    system_fingerprint: "fp_practice",
  });
  const bytes = Buffer.from(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
  if (directives.cutAfter !== null) {
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    return { usage, isComplete: false };
  }
  response.end(bytes);
  return { usage, isComplete: true };
}

/** Server-sent chunks; stops producing (and counting) when the caller hangs up. */
export async function replyStream({ response, request, completion, directives, cached }: Reply): Promise<Served> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const wantsUsage = request.stream_options?.include_usage === true && !directives.noUsage;
  let sent = 0;
  let words = 0;
  let reasoning = 0;
  const usage = () => usageOf(completion.promptTokens, cached, words, reasoning);

  const send = async (choices: unknown[], final?: Usage): Promise<boolean> => {
    if (directives.cutAfter !== null && sent >= directives.cutAfter) {
      // Destroying discards what is not flushed yet; the chunks before the cut must arrive.
      await new Promise((resolve) => response.write(": cut\n\n", resolve));
      response.destroy();
    }
    if (response.destroyed) return false;
    if (directives.chunkMs > 0) await sleep(directives.chunkMs);
    const chunk = {
      id: completion.id,
      object: "chat.completion.chunk",
      created,
      model: request.model,
      system_fingerprint: "fp_practice",
      choices,
      ...(wantsUsage ? { usage: final ?? null } : {}),
    };
    sent++;
    return await write(response, `data: ${JSON.stringify(chunk)}\n\n`);
  };

  for (const [index, choice] of completion.choices.entries()) {
    const delta = (part: object, reason: string | null = null) => [
      { index, delta: part, logprobs: null, finish_reason: reason },
    ];
    reasoning += choice.reasoningTokens;
    if (!(await send(delta({ role: "assistant", content: "", refusal: null }))))
      return { usage: usage(), isComplete: false };
    for (let word = 0; word < choice.words.length; word++) {
      if (!(await send(delta({ content: pieceAt(choice.words, word) })))) return { usage: usage(), isComplete: false };
      words++;
    }
    if (!(await send(delta({}, choice.finishReason)))) return { usage: usage(), isComplete: false };
  }
  if (wantsUsage && !(await send([], usage()))) return { usage: usage(), isComplete: false };
  response.end("data: [DONE]\n\n");
  return { usage: usage(), isComplete: true };
}

async function write(response: ServerResponse, text: string): Promise<boolean> {
  if (response.write(text)) return !response.destroyed;
  await new Promise<void>((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
  return !response.destroyed;
}

function sum(completion: Completion, what: "words" | "reasoning"): number {
  return completion.choices.reduce(
    (total, choice) => total + (what === "words" ? choice.words.length : choice.reasoningTokens),
    0,
  );
}
