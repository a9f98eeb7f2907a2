import type { ErrorClass } from "../../lib/protocol/usage.ts";
import { type ErrorBody, readErrorBody } from "./error-body.ts";
import { messages, statuses, telling, vague, type Words, wordy } from "./error-codes.ts";
import { type ResponseHeaders, readRetryAfterMs } from "./retry-after.ts";

/** What went wrong below HTTP: no connection, no first byte in time, no next byte in time, broken off. */
export type TransportFailure = "connect" | "first_byte_timeout" | "stall" | "cut";

export type FailedAttempt = {
  /** Null when no answer began. */
  httpStatus: number | null;
  /** The answer's body, or the data of the error event within a stream. */
  body: string;
  headers: ResponseHeaders;
  transport: TransportFailure | null;
  /** Milliseconds since 1970, for dates in headers. */
  nowMs: number;
};

export type Classified = { errorClass: ErrorClass; retryAfterMs: number | null };

/** Errors that the same target may get over; what comes of the others does not change with waiting. */
const waitsHelp: ReadonlySet<ErrorClass> = new Set(["rate_limited", "overloaded", "timeout", "server_error"]);

/**
 * What a failure means for falling back, for any of the providers that a box speaks to. A code in the body says more than
 * the status. The words of a message are read only under statuses behind which some provider hides a cause without a
 * code: they can change, and may repeat what the caller wrote.
 *
 * An account that cannot pay (`insufficient_quota`, 402, a spend limit) is `auth`, although OpenAI and Anthropic answer
 * 429: waiting does not help, a person must act, and the next target should get the call at once. A limit that fills up
 * again by itself is `rate_limited`, also where the message speaks of a quota (Gemini).
 */
export function classifyFailure(failure: FailedAttempt): Classified {
  const body = readErrorBody(failure.body);
  const errorClass = classOf(failure, body);
  const retryAfterMs = waitsHelp.has(errorClass)
    ? readRetryAfterMs(failure.headers, body.retryDelayMs, failure.nowMs)
    : null;
  return { errorClass, retryAfterMs };
}

function classOf({ httpStatus, transport }: FailedAttempt, body: ErrorBody): ErrorClass {
  const hasAnswered = httpStatus !== null && httpStatus >= 300;
  if (transport && !hasAnswered) return classOfTransport(transport, httpStatus);
  // Within a stream the status was 200 long before the error.
  const status = hasAnswered ? httpStatus : body.status;
  return (
    classOfWords(body, telling) ??
    classOfMessage(body, status) ??
    classOfStatus(status) ??
    classOfWords(body, vague) ??
    "server_error"
  );
}

function classOfTransport(transport: TransportFailure, httpStatus: number | null): ErrorClass {
  if (transport === "connect") return "unreachable";
  if (transport === "cut") return httpStatus === null ? "unreachable" : "stream_cut";
  return "timeout";
}

function classOfWords({ words }: ErrorBody, table: Words): ErrorClass | null {
  return table.find(([, list]) => list.some((word) => words.has(word)))?.[0] ?? null;
}

function classOfMessage({ message }: ErrorBody, status: number | null): ErrorClass | null {
  if (!wordy.has(status)) return null;
  return messages.find(([, pattern]) => pattern.test(message))?.[0] ?? null;
}

function classOfStatus(status: number | null): ErrorClass | null {
  if (status === null) return null;
  const known = statuses.get(status);
  if (known) return known;
  if (status >= 500) return "server_error";
  // No provider redirects its API: the address is wrong.
  return status >= 400 ? "bad_request" : "not_found";
}
