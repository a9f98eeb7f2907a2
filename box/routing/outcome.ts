import type { ErrorClass } from "../../lib/protocol/usage.ts";

/**
 * What became of a call to a target. `answering` may be told once the first token is there, long before the end of a
 * stream; one of the others ends the call.
 */
export type Outcome =
  | { kind: "answering"; ttftMs: number }
  /** `ttftMs`: null when told by `answering` already, or when the answer came in one piece and so says little of it. */
  | { kind: "ok"; ttftMs: number | null }
  | { kind: "failed"; errorClass: ErrorClass; retryAfterMs: number | null }
  /** Nobody waits for the answer any more. */
  | { kind: "cancelled" };

/** Whether the target is to blame. What the caller sent, or how long it was, says nothing about the next call. */
const isTargetsFault: Record<ErrorClass, boolean> = {
  rate_limited: true,
  overloaded: true,
  timeout: true,
  unreachable: true,
  auth: true,
  not_found: true,
  stream_cut: true,
  server_error: true,
  context_too_long: false,
  content_policy: false,
  bad_request: false,
};

/** Null: the outcome says nothing about the target. */
export function isFailure(outcome: Outcome): boolean | null {
  if (outcome.kind === "cancelled") return null;
  if (outcome.kind !== "failed") return false;
  return isTargetsFault[outcome.errorClass] ? true : null;
}
