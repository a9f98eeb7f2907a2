import { randomUUID } from "node:crypto";
import { type Dialect, header, type Problem, retryHeaders } from "../exchange.ts";
import { Fault, type FaultKind, invalid } from "../fault.ts";
import { ContextTooLong } from "../open-call.ts";

const types: Record<FaultKind, string> = {
  invalid: "invalid_request_error",
  auth: "authentication_error",
  forbidden: "permission_error",
  not_found: "not_found_error",
  too_large: "request_too_large",
  rate_limited: "rate_limit_error",
  overloaded: "overloaded_error",
  server: "api_error",
  content_filter: "invalid_request_error",
  context_too_long: "invalid_request_error",
};

/** Anthropic: `x-api-key` and `anthropic-version`. Source: platform.claude.com, "API overview" and "Errors". */
export const anthropic: Dialect = {
  keyOf: (request) => {
    const bearer = /^Bearer (\S+)$/i.exec(header(request, "authorization"))?.[1];
    const key = header(request, "x-api-key") || bearer || "";
    if (!key.startsWith("practice-")) throw new Fault("auth", 401, "invalid x-api-key");
    if (!/^\d{4}-\d{2}-\d{2}$/.test(header(request, "anthropic-version"))) {
      throw invalid("anthropic-version: header is required");
    }
    return key;
  },
  problem: anthropicProblem,
  headers: () => ({ "request-id": newRequestId(), "anthropic-organization-id": "practice" }),
};

/** The error's JSON, also for the middle of a stream. */
export function anthropicError(kind: FaultKind, message: string) {
  return { type: "error", error: { type: types[kind], message }, request_id: newRequestId() };
}

function anthropicProblem(fault: Fault): Problem {
  const message = fault instanceof ContextTooLong ? tooLong(fault) : fault.message;
  return { status: fault.status, headers: retryHeaders(fault), body: anthropicError(fault.kind, message) };
}

function tooLong({ tokens, most }: ContextTooLong): string {
  return `prompt is too long: ${tokens} tokens > ${most} maximum`;
}

function newRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}
