import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeChatRequest } from "./chat/write-request.ts";
import type { JsonObject, UpstreamWire } from "./dialect.ts";
import { leftOut } from "./left-out.ts";
import { writeMessagesRequest } from "./messages/write-request.ts";
import { requestInChat, requestInMessages } from "./testing/arbitrary-request.ts";
import {
  blocks,
  called,
  calling,
  chat,
  chatParts,
  fn,
  fullest,
  hi,
  imageOf,
  messages,
  own,
  pdf,
  translate,
} from "./testing/request-samples.ts";
import { translatorBetween } from "./translator.ts";
import { Untranslatable } from "./untranslatable.ts";

/** The `param` of the refusal; null when the request was translated. */
function refusal(...call: Parameters<typeof translate>): string | null {
  try {
    translate(...call);
    return null;
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    expect(error.message).toContain(error.param);
    return error.param;
  }
}

describe("Chat Completions says what the target cannot", () => {
  test.each<[string, UpstreamWire[], JsonObject, string?]>([
    ["logit_bias.5", ["messages", "gemini"], chat({ logit_bias: { 5: 1 } })],
    ["logprobs", ["messages", "gemini"], chat({ logprobs: true })],
    ["top_logprobs", ["messages", "gemini"], chat({ top_logprobs: 3 })],
    ["audio", ["messages", "gemini"], chat({ audio: { voice: "a", format: "mp3" } })],
    ["modalities", ["messages", "gemini"], chat({ modalities: ["text", "audio"] })],
    ["prediction", ["messages", "gemini"], chat({ prediction: { type: "content", content: "x" } })],
    ["store", ["messages", "gemini"], chat({ store: true })],
    ["web_search_options", ["messages", "gemini"], chat({ web_search_options: {} })],
    ["service_tier", ["messages", "gemini"], chat({ service_tier: "flex" })],
    ["verbosity", ["messages", "gemini"], chat({ verbosity: "low" })],
    ["moderation", ["messages", "gemini"], chat({ moderation: { model: "m" } })],
    ["functions", ["messages", "gemini"], chat({ functions: [{ name: "f" }] })],
    ["function_call", ["messages", "gemini"], chat({ function_call: "auto" })],
    ["top_k", ["messages", "gemini"], chat({ top_k: 3 })],
    ["tools[0].type", ["messages", "gemini"], chat({ tools: [{ type: "web_search" }] })],
    ["tools[0].type", ["messages", "gemini"], chat({ tools: [{ type: "custom", custom: { name: "f" } }] })],
    [
      "tools[0].function.parameters",
      ["messages", "gemini"],
      chat({ tools: [fn({ parameters: JSON.rawJSON("12345678901234567890") })] }),
    ],
    ["tools[0].function.extra", ["messages", "gemini"], chat({ tools: [fn({ extra: 1 })] })],
    ["tools[0].name", ["messages", "gemini"], chat({ tools: [{ type: "function", function: { name: "a b" } }] })],
    ["tools[0].name", ["gemini"], chat({ tools: [{ type: "function", function: { name: "1st" } }] })],
    ["tool_choice.type", ["messages", "gemini"], chat({ tools: [fn({})], tool_choice: { type: "allowed_tools" } })],
    ["tool_choice", ["messages", "gemini"], chat({ tool_choice: "required" })],
    [
      "tool_choice",
      ["messages", "gemini"],
      chat({ tools: [fn({})], tool_choice: { type: "function", function: { name: "g" } } }),
    ],
    ["parallel_tool_calls", ["gemini"], chat({ tools: [fn({})], parallel_tool_calls: false })],
    ["response_format", ["messages"], chat({ response_format: { type: "json_object" } })],
    [
      "response_format.json_schema.description",
      ["messages", "gemini"],
      chat({
        response_format: {
          type: "json_schema",
          json_schema: { name: "n", description: "d", schema: { description: "e" } },
        },
      }),
    ],
    ["temperature", ["messages"], chat({ temperature: 1.5 })],
    ["n", ["messages"], chat({ n: 2 })],
    ["n", ["gemini"], chat({ n: 2, stream: true })],
    ["seed", ["messages"], chat({ seed: 7 })],
    ["seed", ["gemini"], chat({ seed: 2 ** 40 })],
    ["seed", ["gemini"], chat({ seed: JSON.rawJSON("12345678901234567890") })],
    ["frequency_penalty", ["messages"], chat({ frequency_penalty: 0.5 })],
    ["presence_penalty", ["messages"], chat({ presence_penalty: -1 })],
    ["stop", ["gemini"], chat({ stop: ["1", "2", "3", "4", "5", "6"] })],
    ["reasoning_effort", ["messages"], chat({ reasoning_effort: "minimal" })],
    ["reasoning_effort", ["gemini"], chat({ reasoning_effort: "none" }), "gemini-3-pro"],
    ["reasoning_effort", ["gemini"], chat({ reasoning_effort: "max" }), "gemini-2.5-pro"],
    ["reasoning_effort", ["gemini"], chat({ reasoning_effort: "low" }), "gemini-2.0-flash"],
    ["max_tokens", ["messages", "gemini"], chat({ max_tokens: 1, max_completion_tokens: 2 })],
    ["max_tokens", ["messages", "gemini"], chat({ max_tokens: 0 })],
    ["messages", ["messages", "gemini"], chat({ messages: [] })],
    ["messages[0].content", ["messages", "gemini"], chatParts()],
    ["messages", ["messages", "gemini"], chat({ messages: [{ role: "system", content: "be brief" }] })],
    ["messages[1]", ["messages", "gemini"], chat({ messages: [hi, { role: "assistant", content: "The answer is" }] })],
    ["messages[1]", ["messages", "gemini"], chat({ messages: [hi, { role: "assistant" }, hi] })],
    ["messages[0].name", ["messages", "gemini"], chat({ messages: [{ ...hi, name: "Ann" }] })],
    ["messages[0].role", ["messages", "gemini"], chat({ messages: [{ role: "function", name: "f", content: "x" }] })],
    [
      "messages[2]",
      ["messages", "gemini"],
      chat({ messages: [hi, { role: "assistant", content: "yes" }, { role: "system", content: "be brief" }, hi] }),
    ],
    ["messages[1]", ["gemini"], chat({ messages: [hi, { role: "system", content: "be brief" }] })],
    [
      "messages[1]",
      ["messages", "gemini"],
      chat({ messages: [hi, { role: "tool", tool_call_id: "x", content: "y" }] }),
    ],
    [
      "messages[1].tool_calls[0].function.arguments",
      ["messages", "gemini"],
      chat({ messages: [hi, calling("c", "{"), { role: "tool", tool_call_id: "c", content: "y" }] }),
    ],
    ["messages[0]", ["gemini"], imageOf("https://example.com/a.png")],
    ["messages[0]", ["gemini"], imageOf("data:image/gif;base64,aGk=")],
    ["messages[0]", ["messages", "gemini"], imageOf("data:image/tiff;base64,aGk=")],
    ["messages[0].content[0].image_url.url", ["messages", "gemini"], imageOf("data:image/png;base64,???")],
    ["messages[0].content[0].image_url.url", ["messages", "gemini"], imageOf("data:text/html;base64,aGk=")],
    ["messages[0].content[0].image_url.url", ["messages", "gemini"], imageOf("file:///etc/passwd")],
    ["messages[0].content[0].image_url.detail", ["messages", "gemini"], imageOf("data:image/png;base64,aGk=", "low")],
    [
      "messages[0].content[0].file.file_id",
      ["messages", "gemini"],
      chatParts({ type: "file", file: { file_id: "f", file_data: "data:application/pdf;base64,aGk=" } }),
    ],
    [
      "messages[0].content[0].file.file_data",
      ["messages", "gemini"],
      chatParts({ type: "file", file: { file_data: "data:text/csv;base64,aGk=" } }),
    ],
    ["messages[0]", ["messages"], chatParts({ type: "input_audio", input_audio: { data: "aGk=", format: "wav" } })],
    [
      "messages[0].content[0].input_audio.data",
      ["messages", "gemini"],
      chatParts({ type: "input_audio", input_audio: { data: "?", format: "wav" } }),
    ],
    ["messages[0].content[0].type", ["messages", "gemini"], chatParts({ type: "video_url", video_url: { url: "x" } })],
  ])("%s → %j", (param, targets, body, model) => {
    for (const target of targets) expect(refusal("chat", target, body, model)).toBe(param);
  });

  test("Anthropic needs an output limit, from the caller or the box", () => {
    const translator = translatorBetween("chat", "messages");
    expect(() => translator?.request(chat({}), { model: "m", maxOutputTokens: null })).toThrow("max_completion_tokens");
    expect(translate("chat", "messages", chat({})).max_tokens).toBe(100);
  });
});

describe("Messages says what the target cannot", () => {
  test.each<[string, UpstreamWire[], JsonObject, string?]>([
    ["max_tokens", ["chat", "gemini"], messages({ max_tokens: 0 })],
    ["max_tokens", ["chat", "gemini"], { model: "m", messages: [hi] }],
    ["top_k", ["chat"], messages({ top_k: 3 })],
    ["container", ["chat", "gemini"], messages({ container: "c" })],
    ["context_management", ["chat", "gemini"], messages({ context_management: {} })],
    ["mcp_servers", ["chat", "gemini"], messages({ mcp_servers: [] })],
    ["inference_geo", ["chat", "gemini"], messages({ inference_geo: "us" })],
    ["diagnostics", ["chat", "gemini"], messages({ diagnostics: {} })],
    ["speed", ["chat", "gemini"], messages({ speed: "fast" })],
    ["metadata.extra", ["chat", "gemini"], messages({ metadata: { extra: 1 } })],
    ["stop_sequences", ["chat"], messages({ stop_sequences: ["1", "2", "3", "4", "5"] })],
    ["thinking.budget_tokens", ["chat"], messages({ thinking: { type: "enabled", budget_tokens: 2000 } })],
    ["thinking.display", ["chat", "gemini"], messages({ thinking: { type: "adaptive", display: "summarized" } })],
    ["thinking.type", ["chat", "gemini"], messages({ thinking: { type: "between_tools" } })],
    ["thinking", ["gemini"], messages({ thinking: { type: "disabled" } }), "gemini-3-pro"],
    [
      "output_config.effort",
      ["chat", "gemini"],
      messages({ thinking: { type: "disabled" }, output_config: { effort: "low" } }),
    ],
    ["output_config.extra", ["chat", "gemini"], messages({ output_config: { extra: 1 } })],
    ["tools[0].type", ["chat", "gemini"], messages({ tools: [{ type: "web_search_20250305", name: "w" }] })],
    ["tools[0].type", ["chat", "gemini"], messages({ tools: [{ ...own, type: "bash_20250124" }] })],
    ["tools[0].defer_loading", ["chat", "gemini"], messages({ tools: [{ ...own, defer_loading: true }] })],
    ["tools[0].input_examples", ["chat", "gemini"], messages({ tools: [{ ...own, input_examples: [{}] }] })],
    ["tools[0].name", ["chat"], messages({ tools: [{ ...own, name: "x".repeat(65) }] })],
    [
      "tool_choice.disable_parallel_tool_use",
      ["gemini"],
      messages({ tools: [own], tool_choice: { type: "auto", disable_parallel_tool_use: true } }),
    ],
    [
      "messages[0]",
      ["chat", "gemini"],
      blocks({ type: "image", source: { type: "base64", media_type: "image/tiff", data: "aGk=" } }),
    ],
    ["messages[0].content[0].type", ["chat", "gemini"], blocks({ type: "search_result" })],
    ["messages[0].content", ["chat", "gemini"], blocks()],
    [
      "messages[0].content[0].source.type",
      ["chat", "gemini"],
      blocks({ type: "image", source: { type: "file", file_id: "f" } }),
    ],
    [
      "messages[0].content[0].source.data",
      ["chat", "gemini"],
      blocks({ type: "image", source: { type: "base64", media_type: "image/png", data: "?" } }),
    ],
    [
      "messages[0].content[0].source.url",
      ["chat", "gemini"],
      blocks({ type: "image", source: { type: "url", url: "ftp://x" } }),
    ],
    ["messages[0]", ["gemini"], blocks({ type: "image", source: { type: "url", url: "https://x/y.png" } })],
    [
      "messages[0].content[0].transformations",
      ["chat", "gemini"],
      blocks({ type: "image", source: { type: "url", url: "https://x/y.png" }, transformations: { x: 1 } }),
    ],
    [
      "messages[0].content[0].source.type",
      ["chat", "gemini"],
      blocks({ type: "document", source: { type: "url", url: "https://x/y.pdf" } }),
    ],
    ["messages[0].content[0].context", ["chat", "gemini"], blocks({ type: "document", source: pdf, context: "c" })],
    [
      "messages[0].content[0].citations.enabled",
      ["chat", "gemini"],
      blocks({ type: "document", source: pdf, citations: { enabled: true } }),
    ],
    [
      "messages[1]",
      ["chat", "gemini"],
      messages({ messages: [hi, { role: "assistant", content: "The answer is (" }] }),
    ],
    ["messages[0].content[0]", ["chat", "gemini"], blocks({ type: "tool_result", tool_use_id: "c", content: "x" })],
    [
      "messages[2].content[0]",
      ["chat", "gemini"],
      messages({
        messages: [
          hi,
          called,
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                tool_use_id: "c",
                content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } }],
              },
            ],
          },
        ],
      }),
    ],
    [
      "messages[1].content[0].caller.type",
      ["chat", "gemini"],
      messages({
        messages: [
          hi,
          { role: "assistant", content: [{ ...called.content[0], caller: { type: "code_execution" } }] },
          hi,
        ],
      }),
    ],
  ])("%s → %j", (param, targets, body, model) => {
    for (const target of targets) expect(refusal("messages", target, body, model)).toBe(param);
  });
});

test("a refusal says what is possible there", () => {
  const url = "https://example.com/a.png";
  expect(() => translate("chat", "gemini", imageOf(url))).toThrow("send the image itself as base64");
  expect(() => translate("chat", "gemini", imageOf("data:image/gif;base64,aGk="))).toThrow("only image/png");
  expect(() => translate("chat", "gemini", chat({ service_tier: "flex" }))).toThrow(
    'possible: "auto", "default" (found "flex")',
  );
});

test("a field that nobody knows is refused by its name, never dropped", () => {
  const name = fc.stringMatching(/^[a-z][a-z_]{2,11}$/);
  const known = new Set(Object.values(leftOut).flatMap((fields) => Object.keys(fields)));
  const sound = { model: "m", maxOutputTokens: null };
  fc.assert(
    fc.property(requestInChat, requestInMessages, name, fc.jsonValue(), (inChat, inMessages, field, value) => {
      const chatBody = { ...writeChatRequest(inChat, sound) };
      const messagesBody = { ...writeMessagesRequest(inMessages, sound) };
      fc.pre(!known.has(field) && !(field in fullest.chat) && !(field in fullest.messages));
      expect(refusal("chat", "gemini", { ...chatBody, [field]: value })).toBe(field);
      expect(refusal("messages", "gemini", { ...messagesBody, [field]: value })).toBe(field);
    }),
  );
});
