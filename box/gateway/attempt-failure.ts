import type { ErrorClass } from "../../lib/protocol/usage.ts";
import { MalformedAnswer } from "../dialect/malformed-answer.ts";
import { classifyFailure } from "../routing/error-class.ts";
import { UpstreamFailure } from "./upstream.ts";

/** Why an attempt gave no answer. */
export type AttemptFailure = {
  errorClass: ErrorClass;
  retryAfterMs: number | null;
  message: string;
  /** The provider's own error as it came; null when it never answered. */
  upstream: { status: number; headers: Record<string, string>; text: string; isCallersApi: boolean } | null;
};

/** A stream ended before its first word. */
export class BrokenOff extends Error {}

/** A stream whose first word is an error. */
export class StreamError extends Error {
  readonly reported: { code: string | null; message: string };

  constructor(reported: { code: string | null; message: string }) {
    super(reported.message);
    this.reported = reported;
  }
}

/** What it means that no answer came, or no more of it. */
export function classOfTransport(transport: UpstreamFailure["transport"], httpStatus: number | null): ErrorClass {
  return classifyFailure({ httpStatus, body: "", headers: {}, transport, nowMs: 0 }).errorClass;
}

/** What to say of an answer that broke off with `error`, or in which the provider itself reported an error. */
export function brokenAnswer(
  error: unknown,
  reported: StreamError["reported"] | null,
): Pick<AttemptFailure, "errorClass" | "message"> {
  if (reported) {
    const body = JSON.stringify({ error: reported });
    const { errorClass } = classifyFailure({ httpStatus: 200, body, headers: {}, transport: null, nowMs: 0 });
    return { errorClass, message: reported.message };
  }
  if (error instanceof MalformedAnswer) {
    return { errorClass: "server_error", message: `The provider's answer makes no sense: ${error.message}.` };
  }
  const transport = error === null || error instanceof BrokenOff ? "cut" : new UpstreamFailure(error).transport;
  const isSilent = transport === "stall" || transport === "first_byte_timeout";
  const errorClass = classOfTransport(isSilent ? "stall" : "cut", 200);
  const why = isSilent ? "fell silent before its end" : "broke off before its end";
  return { errorClass, message: `The provider's answer ${why}.` };
}
