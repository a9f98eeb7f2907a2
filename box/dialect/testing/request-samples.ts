import type { JsonObject, SurfaceWire, UpstreamWire } from "../dialect.ts";
import { translatorBetween } from "../translator.ts";

const model = "target-model";

/** The upstream's body of a request, under a limit of 100 output tokens. */
export function translate(surface: SurfaceWire, upstream: UpstreamWire, body: JsonObject, to = model): JsonObject {
  const translator = translatorBetween(surface, upstream);
  if (!translator) throw new Error("the two speak the same");
  return translator.request(body, { model: to, maxOutputTokens: 100 });
}

export const hi = { role: "user", content: "hi" };
export const chat = (fields: object): JsonObject => ({ model: "m", messages: [hi], ...fields });
export const chatParts = (...content: object[]) => chat({ messages: [{ role: "user", content }] });
export const imageOf = (url: string, detail?: string) =>
  chatParts({ type: "image_url", image_url: { url, ...(detail ? { detail } : {}) } });
export const fn = (fields: object) => ({ type: "function", function: { name: "f", ...fields } });
export const calling = (id: string, args: string) => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name: "f", arguments: args } }],
});

export const messages = (fields: object): JsonObject => ({ model: "m", max_tokens: 9, messages: [hi], ...fields });
export const blocks = (...content: object[]) => messages({ messages: [{ role: "user", content }] });
export const own = { name: "f", input_schema: { type: "object" } };
export const called = { role: "assistant", content: [{ type: "tool_use", id: "c", name: "f", input: {} }] };
export const pdf = { type: "base64", media_type: "application/pdf", data: "aGk=" };

/** Every field of a request that is translated. */
export const fullest = {
  chat: {
    messages: [
      { role: "developer", content: "be brief" },
      { role: "user", content: [{ type: "text", text: "hi", prompt_cache_breakpoint: { mode: "explicit" } }] },
      {
        role: "assistant",
        content: [{ type: "refusal", refusal: "no" }],
        refusal: null,
        annotations: [],
        audio: null,
        function_call: null,
        reasoning_content: "hm",
        tool_calls: [{ id: "functions.f:0", index: 0, type: "function", function: { name: "f", arguments: "" } }],
      },
      { role: "tool", tool_call_id: "functions.f:0", content: [{ type: "text", text: "done" }] },
    ],
    model: "m",
    max_tokens: 5,
    max_completion_tokens: 5,
    temperature: JSON.rawJSON("0.5000000000000000000"),
    top_p: 0.9,
    seed: null,
    frequency_penalty: 0,
    presence_penalty: 0,
    stop: "END",
    n: 1,
    reasoning_effort: "high",
    response_format: { type: "json_schema", json_schema: { name: "n", strict: true, description: "d", schema: {} } },
    tools: [fn({ description: "d", parameters: { type: "object" }, strict: true })],
    tool_choice: { type: "function", function: { name: "f" } },
    parallel_tool_calls: true,
    user: "u",
    safety_identifier: "s",
    stream: true,
    stream_options: { include_usage: true, include_obfuscation: false },
    metadata: { a: "b" },
    store: false,
    service_tier: "auto",
    modalities: ["text"],
    logprobs: false,
    top_logprobs: 0,
    logit_bias: {},
    verbosity: "medium",
    prompt_cache_key: "k",
    prompt_cache_options: { mode: "implicit" },
    prompt_cache_retention: "24h",
  },
  messages: {
    model: "m",
    max_tokens: 9,
    system: [{ type: "text", text: "be brief", cache_control: { type: "ephemeral" } }],
    messages: [
      { role: "user", content: [{ type: "document", source: pdf, title: null, citations: { enabled: false } }] },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "c2ln" },
          { type: "redacted_thinking", data: "x" },
          { type: "text", text: "", citations: [] },
          { ...called.content[0], caller: { type: "direct" }, cache_control: null },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "c", is_error: true },
          { type: "text", text: "so?" },
        ],
      },
    ],
    cache_control: { type: "ephemeral" },
    service_tier: "auto",
    speed: "standard",
    temperature: 1,
    top_p: 0.9,
    top_k: 40,
    stop_sequences: ["END"],
    thinking: { type: "adaptive", display: "omitted" },
    output_config: { effort: "high", format: { type: "json_schema", schema: {} } },
    tools: [
      { ...own, type: "custom", description: "d", strict: true, cache_control: null, eager_input_streaming: true },
    ],
    tool_choice: { type: "any", disable_parallel_tool_use: false },
    metadata: { user_id: "u" },
    stream: true,
  },
};
