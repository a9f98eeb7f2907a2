import "server-only";
import { z } from "zod";
import { EnvError } from "../env.ts";
import { AppError, errorStatus, type InvalidParam } from "../errors.ts";
import { log } from "../log.ts";
import type { Problem } from "../protocol/problem.ts";
import { serverTimeHeader } from "../protocol/token.ts";

/** The headers every API answer has. */
export function baseHeaders(requestId: string): Record<string, string> {
  return { "x-request-id": requestId, [serverTimeHeader]: String(Date.now()), "cache-control": "no-store" };
}

export function invalidParamsOf(error: z.ZodError): InvalidParam[] {
  return error.issues.map((issue) => ({ name: issue.path.join("."), reason: issue.message }));
}

function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, ...baseHeaders(problem.requestId), "content-type": "application/problem+json" },
  });
}

/** The one mapping of what went wrong to HTTP (RFC 9457). Anything unexpected is a 500 that says only its request id. */
export function errorResponse(error: unknown, requestId: string): Response {
  if (error instanceof z.ZodError) {
    const invalidParams = invalidParamsOf(error);
    const detail = invalidParams.map((param) => `${param.name || "body"}: ${param.reason}`).join("; ");
    return errorResponse(new AppError("invalid_input", detail, invalidParams), requestId);
  }
  if (error instanceof AppError) {
    log.info({ code: error.code, requestId }, error.message);
    const problem = {
      type: `urn:kaihe:error:${error.code}`,
      title: error.code.replaceAll("_", " "),
      status: errorStatus[error.code],
      code: error.code,
      detail: error.message,
      requestId,
      ...(error.invalidParams ? { invalidParams: error.invalidParams } : {}),
    };
    return problemResponse(problem, error.headers);
  }
  log.error(
    { error: error instanceof Error ? (error.stack ?? error.message) : String(error), requestId },
    "request failed",
  );
  const isConfiguration = error instanceof EnvError;
  return problemResponse({
    type: "urn:kaihe:error:internal",
    title: "internal error",
    status: 500,
    code: "internal",
    detail: isConfiguration
      ? "The console is not configured; its log says what is missing."
      : "Something broke on our side.",
    requestId,
  });
}
