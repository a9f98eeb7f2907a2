import type { JsonObject, SseEvent } from "./dialect.ts";
import { isObject } from "./exact-json.ts";

export type ErrorSurface = "chat" | "responses" | "embeddings" | "messages";

export type Problem = {
  status: number;
  code: string;
  message: string;
  param: string | null;
  /** In OpenAI's words; by the status when absent. */
  type?: string;
  /** Further members of the `error` object. */
  extra?: Record<string, unknown>;
  requestId: string;
};

/**
 * An error body in the shape of that surface, so that its client makes its own typed error of it. OpenAI:
 * `{error: {message, type, param, code}}` (API reference, "Error codes"). Anthropic: `{type: "error", error: {type,
 * message}, request_id}` (API reference, "Errors"); its SDK reads a code from `error.details.error_code`.
 */
export function errorBody(surface: ErrorSurface, problem: Problem): JsonObject {
  const { status, code, message, param, extra = {}, requestId } = problem;
  if (surface === "messages") {
    const error = { type: anthropicType(status), message, ...extra, details: { error_code: code } };
    return { type: "error", error, request_id: requestId };
  }
  return { error: { message, type: problem.type ?? openAiType(status), param, code, ...extra } };
}

/** What a client sees when a stream breaks off: an error, and no end of stream after it. */
export function errorEvent(surface: ErrorSurface, problem: Problem): SseEvent[] {
  if (surface === "messages") return [{ event: "error", data: JSON.stringify(errorBody(surface, problem)) }];
  if (surface === "responses") {
    const { code, message, param, extra = {} } = problem;
    // Clients sort nothing by the number of an error; the numbers before it are the upstream's and not counted here.
    const event = { type: "error", code, message, param, sequence_number: 0, ...extra };
    return [{ event: "error", data: JSON.stringify(event) }];
  }
  return [{ data: JSON.stringify(errorBody(surface, problem)) }];
}

function openAiType(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

const anthropicTypes: Record<number, string> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  409: "conflict_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function anthropicType(status: number): string {
  return anthropicTypes[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
}

export type UpstreamError = { message: string; type: string | null; code: string | null; param: string | null };

/**
 * What an upstream's error body says; null when it is none. Besides OpenAI's and Anthropic's shapes: Gemini's
 * `{error: {code, message, status}}`, also inside an array, a bare string (Ollama, xAI), Mistral's flat object, and
 * FastAPI's `detail` (vLLM and others).
 */
export function readUpstreamError(json: unknown): UpstreamError | null {
  const body = Array.isArray(json) ? json[0] : json;
  if (!isObject(body)) return null;
  const { error } = body;
  if (typeof error === "string") return { message: error, type: null, code: textOf(body.code), param: null };
  if (isObject(error)) return fromObject(error);
  if (body.object === "error" || typeof body.message === "string") return fromObject(body);
  if (typeof body.detail === "string") return { message: body.detail, type: null, code: null, param: null };
  if (Array.isArray(body.detail)) return fromDetail(body.detail);
  return null;
}

function fromObject(error: Record<string, unknown>): UpstreamError | null {
  const message = textOf(error.message);
  if (message === null) return null;
  const details = isObject(error.details) ? error.details : {};
  // Gemini's `code` is the HTTP status; its word for the error is `status`.
  const status = textOf(error.status);
  return {
    message,
    type: textOf(error.type) ?? status,
    code: (typeof error.status === "string" ? status : textOf(error.code)) ?? textOf(details.error_code),
    param: textOf(error.param),
  };
}

function fromDetail(detail: unknown[]): UpstreamError | null {
  const [first] = detail;
  if (!isObject(first) || typeof first.msg !== "string") return null;
  const param = Array.isArray(first.loc) ? first.loc.filter((step) => step !== "body").join(".") : null;
  return { message: first.msg, type: textOf(first.type), code: null, param };
}

function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
