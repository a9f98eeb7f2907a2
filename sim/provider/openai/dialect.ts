import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Dialect, header, type Problem, retryHeaders } from "../exchange.ts";
import { Fault } from "../fault.ts";

/** OpenAI: bearer key, `{error: {message, type, param, code}}`. Source: platform.openai.com, "Error codes". */
export const openAi: Dialect = {
  keyOf: (request) => requireBearer(request),
  problem: openAiProblem,
  headers: () => ({ "x-request-id": `req_${randomUUID().replaceAll("-", "")}`, "openai-processing-ms": "1" }),
};

/** The error's JSON, also for the middle of a stream. */
export function openAiError(fault: Fault) {
  const code = fault.kind === "content_filter" ? "invalid_prompt" : fault.code;
  return { message: fault.message, type: errorType(fault.status), param: fault.param, code };
}

function openAiProblem(fault: Fault): Problem {
  return { status: fault.status, headers: retryHeaders(fault), body: { error: openAiError(fault) } };
}

function errorType(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

export function requireBearer(request: IncomingMessage): string {
  const key = /^Bearer (practice-\S+)$/i.exec(header(request, "authorization"))?.[1];
  if (key) return key;
  const message = "Incorrect API key provided. Practice keys start with practice-.";
  throw new Fault("auth", 401, message, { code: "invalid_api_key" });
}

/** What a stream breaks off with on request. */
export const streamFault = new Fault("server", 500, "The practice provider failed in the middle, as asked for.", {
  code: "server_error",
});
