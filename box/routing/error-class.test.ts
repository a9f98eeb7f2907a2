import fc from "fast-check";
import { expect, test } from "vitest";
import type { ErrorClass } from "../../lib/protocol/usage.ts";
import { classifyFailure, type FailedAttempt } from "./error-class.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");

function classify(httpStatus: number | null, body: unknown = "", more: Partial<FailedAttempt> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return classifyFailure({ httpStatus, body: text, headers: {}, transport: null, nowMs, ...more });
}

const openai = (code: string | null, type: string, message = "No.") => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message = "No.", details?: object) => ({
  type: "error",
  error: { type, message, ...(details ? { details } : {}) },
  request_id: "req_1",
});
const google = (code: number, status: string, message: string, details: object[] = []) => ({
  error: { code, message, status, details },
});
const azureFilter = {
  error: {
    message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
    type: null,
    param: "prompt",
    code: "content_filter",
    status: 400,
    innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: { hate: { filtered: true } } },
  },
};
const googleKey = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
const tooManyTokens = "The input token count (3475108) exceeds the maximum number of tokens allowed (1048576).";
const vllm = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.";
const groqTpm = "Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000";

const cases: [string, ErrorClass, number, unknown][] = [
  ["words alone, in quotes", "context_too_long", 400, JSON.stringify(vllm)],
  ["OpenRouter: too fast within a stream", "rate_limited", 200, { error: { code: 429, message: "Rate limited" } }],
  ["OpenAI: too long", "context_too_long", 400, openai("context_length_exceeded", "invalid_request_error")],
  ["OpenAI: wrong key", "auth", 401, openai("invalid_api_key", "invalid_request_error")],
  ["OpenAI: no credit", "auth", 429, openai("insufficient_quota", "insufficient_quota")],
  ["OpenAI: too fast", "rate_limited", 429, openai("rate_limit_exceeded", "tokens")],
  ["OpenAI: no such model", "not_found", 404, openai("model_not_found", "invalid_request_error")],
  ["OpenAI: flagged image", "content_policy", 400, openai("content_policy_violation", "image_generation_user_error")],
  ["OpenAI: flagged prompt", "content_policy", 400, openai("invalid_prompt", "invalid_request_error")],
  ["OpenAI: wrong parameter", "bad_request", 400, openai("unknown_parameter", "invalid_request_error")],
  ["OpenAI: broke", "server_error", 500, openai(null, "server_error")],
  ["OpenAI: busy", "overloaded", 503, openai(null, "service_unavailable_error")],
  ["Azure: filtered", "content_policy", 400, azureFilter],
  ["Azure: no such deployment", "not_found", 404, openai("DeploymentNotFound", "invalid_request_error")],
  [
    "Azure: wrong key",
    "auth",
    401,
    { error: { code: "401", message: "Access denied due to invalid subscription key." } },
  ],
  ["Azure: too fast", "rate_limited", 429, { error: { code: "429", message: "Please retry after 26 seconds." } }],
  ["Azure: wrong kind of model", "not_found", 400, openai("OperationNotSupported", "invalid_request_error")],
  ["Anthropic: overloaded", "overloaded", 529, anthropic("overloaded_error", "Overloaded")],
  ["Anthropic: overloaded within a stream", "overloaded", 200, anthropic("overloaded_error", "Overloaded")],
  ["Anthropic: broke within a stream", "server_error", 200, anthropic("api_error", "Internal server error")],
  ["Anthropic: too fast within a stream", "rate_limited", 200, anthropic("rate_limit_error")],
  ["Anthropic: wrong key", "auth", 401, anthropic("authentication_error", "invalid x-api-key")],
  ["Anthropic: may not", "auth", 403, anthropic("permission_error")],
  ["Anthropic: cannot pay", "auth", 402, anthropic("billing_error")],
  [
    "Anthropic: no credit",
    "auth",
    400,
    anthropic("invalid_request_error", "Your credit balance is too low to access it."),
  ],
  [
    "Anthropic: spend limit",
    "auth",
    429,
    anthropic("rate_limit_error", "Limit.", { error_code: "enforced_spend_limit_reached" }),
  ],
  [
    "Anthropic: too long",
    "context_too_long",
    400,
    anthropic("invalid_request_error", "prompt is too long: 208656 tokens > 200000 maximum"),
  ],
  [
    "Anthropic: answer does not fit",
    "context_too_long",
    400,
    anthropic("invalid_request_error", "input length and `max_tokens` exceed context limit: 199000 + 21333 > 200000"),
  ],
  ["Anthropic: body too large", "context_too_long", 413, anthropic("request_too_large")],
  [
    "Anthropic: filtered",
    "content_policy",
    400,
    anthropic("invalid_request_error", "Output blocked by content filtering policy"),
  ],
  ["Anthropic: no such model", "not_found", 404, anthropic("not_found_error", "model: claude-0")],
  ["Anthropic: too slow", "timeout", 504, anthropic("timeout_error")],
  [
    "Gemini: quota",
    "rate_limited",
    429,
    google(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details."),
  ],
  ["Gemini: overloaded", "overloaded", 503, google(503, "UNAVAILABLE", "The model is overloaded.")],
  ["Gemini: overloaded, within a stream", "overloaded", 200, google(503, "UNAVAILABLE", "The model is overloaded.")],
  ["Gemini: too long", "context_too_long", 400, google(400, "INVALID_ARGUMENT", tooManyTokens)],
  ["Gemini: too long, in an array", "context_too_long", 400, [google(400, "INVALID_ARGUMENT", tooManyTokens)]],
  ["Gemini: wrong key", "auth", 400, google(400, "INVALID_ARGUMENT", "API key not valid.", googleKey)],
  [
    "Gemini: country",
    "auth",
    400,
    google(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
  ],
  ["Gemini: wrong field", "bad_request", 400, google(400, "INVALID_ARGUMENT", 'Unknown name "foo"')],
  ["Gemini: too slow", "timeout", 504, google(504, "DEADLINE_EXCEEDED", "Deadline expired.")],
  ["Gemini: broke", "server_error", 500, google(500, "INTERNAL", "An internal error has occurred.")],
  ["DeepSeek: no balance", "auth", 402, openai("invalid_request_error", "unknown_error", "Insufficient Balance")],
  ["Qwen: in arrears", "auth", 400, openai("Arrearage", "Arrearage", "Access denied.")],
  ["Qwen: filtered", "content_policy", 400, openai("data_inspection_failed", "data_inspection_failed")],
  [
    "Qwen: too long",
    "context_too_long",
    400,
    openai("invalid_parameter_error", "invalid_request_error", "Range of input length should be [1, 30720]"),
  ],
  ["Groq: larger than a minute's tokens", "rate_limited", 413, openai("rate_limit_exceeded", "tokens", groqTpm)],
  ["Groq: no capacity", "overloaded", 498, openai("capacity_exceeded", "internal_server_error")],
  ["Groq: model is gone", "not_found", 400, openai("model_decommissioned", "invalid_request_error")],
  [
    "OpenRouter: within a stream, number only",
    "server_error",
    200,
    { error: { code: 502, message: "Provider returned error" } },
  ],
  [
    "OpenRouter: flagged",
    "content_policy",
    403,
    { error: { code: 403, message: "openai/x requires moderation on OpenAI. Your input was flagged." } },
  ],
  ["vLLM: too long", "context_too_long", 400, { object: "error", message: vllm, type: "BadRequestError", code: 400 }],
  [
    "llama.cpp: too long",
    "context_too_long",
    400,
    { error: { code: 400, message: "x", type: "exceed_context_size_error", n_ctx: 8192 } },
  ],
  [
    "llama.cpp, older: too long",
    "context_too_long",
    500,
    { error: { code: 500, message: "the request exceeds the available context size." } },
  ],
  [
    "llama.cpp: loading",
    "overloaded",
    503,
    { error: { code: 503, message: "Loading model", type: "unavailable_error" } },
  ],
  ["Ollama: no such model", "not_found", 404, { error: "model 'llama3.2' not found" }],
  ["Ollama: no such model, OpenAI's shape", "not_found", 404, openai(null, "api_error", 'model "x" not found')],
  ["a proxy's page", "server_error", 502, "<html><h1>502 Bad Gateway</h1></html>"],
  ["a wall in front", "auth", 403, "<html>Access denied</html>"],
  ["Cloudflare: origin is down", "unreachable", 521, "error code: 521"],
  ["Cloudflare: origin is slow", "timeout", 524, "error code: 524"],
  ["a redirect", "not_found", 301, ""],
  ["an answer that is none", "server_error", 200, "<html>Welcome</html>"],
];

test.each(cases)("%s is %s", (_, errorClass, status, body) => {
  expect(classify(status, body).errorClass).toBe(errorClass);
});

test.each([
  [400, "bad_request"],
  [402, "auth"],
  [408, "timeout"],
  [409, "overloaded"],
  [410, "not_found"],
  [418, "bad_request"],
  [422, "bad_request"],
  [425, "overloaded"],
  [429, "rate_limited"],
  [500, "server_error"],
  [503, "overloaded"],
  [599, "server_error"],
] as const)("a bare %i is %s", (status, errorClass) => {
  expect(classify(status).errorClass).toBe(errorClass);
});

test.each([
  ["connect", null, "unreachable"],
  ["first_byte_timeout", null, "timeout"],
  ["stall", 200, "timeout"],
  ["cut", 200, "stream_cut"],
  // Closed without a word: as good as not there.
  ["cut", null, "unreachable"],
  // The answer was an error; that its text was cut does not matter.
  ["cut", 429, "rate_limited"],
] as const)("transport %s with status %s is %s", (transport, status, errorClass) => {
  expect(classify(status, "", { transport }).errorClass).toBe(errorClass);
});

test("what a prompt says in an error's message does not choose the class", () => {
  const body = openai("rate_limit_exceeded", "tokens", "prompt is too long, maximum context length");
  expect(classify(429, body).errorClass).toBe("rate_limited");
  expect(classify(503, "maximum context length").errorClass).toBe("overloaded");
});

const retryInfo = (retryDelay: string) =>
  google(429, "RESOURCE_EXHAUSTED", "Quota.", [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }]);

test.each([
  ["seconds", { "retry-after": "7" }, "", 7000],
  ["a fraction of seconds", { "retry-after": "1.5" }, "", 1500],
  ["milliseconds go first", { "retry-after-ms": "250", "retry-after": "1" }, "", 250],
  ["a date", { "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" }, "", 30_000],
  [
    "a date by the provider's clock",
    { "retry-after": "Mon, 23 Nov 2026 13:00:30 GMT", date: "Mon, 23 Nov 2026 13:00:00 GMT" },
    "",
    30_000,
  ],
  ["a date that is over", { "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }, "", 0],
  ["RetryInfo", {}, retryInfo("34.5s"), 34_500],
  ["the header before RetryInfo", { "retry-after": "1" }, retryInfo("34s"), 1000],
  [
    "OpenAI's limit that is used up",
    {
      "x-ratelimit-remaining-requests": "12",
      "x-ratelimit-reset-requests": "9h",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "6m1.5s",
    },
    "",
    361_500,
  ],
  ["milliseconds of a limit", { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "20ms" }, "", 20],
  ["Azure's bare seconds", { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "13" }, "", 13_000],
  ["a limit that is whole again", { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "0" }, "", null],
  ["Azure's nothing", { "x-ratelimit-remaining-tokens": "-1", "x-ratelimit-reset-tokens": "0" }, "", null],
  [
    "Anthropic's limit that is used up",
    {
      "anthropic-ratelimit-input-tokens-remaining": "0",
      "anthropic-ratelimit-input-tokens-reset": "2026-11-23T12:00:41Z",
      "anthropic-ratelimit-requests-remaining": "3",
      "anthropic-ratelimit-requests-reset": "2026-11-23T13:00:00Z",
    },
    "",
    41_000,
  ],
  ["several values", { "retry-after": ["3", "9"] }, "", 3000],
  ["nonsense", { "retry-after": "soon" }, "", null],
  ["endless digits", { "retry-after": "9".repeat(400) }, "", null],
  ["less than nothing", { "retry-after": "-5" }, "", null],
  ["nothing", {}, "", null],
])("the wait is read from %s", (_, headers, body, retryAfterMs) => {
  expect(classify(429, body, { headers })).toEqual({ errorClass: "rate_limited", retryAfterMs });
});

test("a wait is told only where waiting helps", () => {
  const headers = { "retry-after": "7" };
  const withHeaders = (status: number, body: unknown = "") => classify(status, body, { headers }).retryAfterMs;
  expect([429, 503, 500, 408].map((status) => withHeaders(status))).toEqual([7000, 7000, 7000, 7000]);
  expect([400, 401, 404, 413].map((status) => withHeaders(status))).toEqual([null, null, null, null]);
  expect(withHeaders(429, openai("insufficient_quota", "insufficient_quota"))).toBeNull();
});

test("of a body that is far too long only the beginning is read", () => {
  const long = JSON.stringify({ padding: "x".repeat(300_000), ...openai("insufficient_quota", "insufficient_quota") });
  expect(classify(429, long).errorClass).toBe("rate_limited");
});

test("no body and no header breaks it", () => {
  const anyBody = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constant("[".repeat(50_000) + "]".repeat(50_000)),
    fc.constant("x".repeat(400_000)),
  );
  const anyHeaders = fc.dictionary(
    fc.constantFrom("retry-after", "retry-after-ms", "date", "x-ratelimit-remaining-a", "x-ratelimit-reset-a"),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.constant("0")),
  );
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 100, max: 599 })), anyBody, anyHeaders, (status, body, headers) => {
      const { retryAfterMs } = classify(status, body, { headers });
      expect(retryAfterMs === null || (Number.isFinite(retryAfterMs) && retryAfterMs >= 0)).toBe(true);
    }),
  );
});
