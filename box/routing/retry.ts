import type { ErrorClass } from "../../lib/protocol/usage.ts";

export type RetryOptions = {
  /** The ceiling of the first pause; doubles with every try, up to `mostMs`. */
  baseMs: number;
  mostMs: number;
  /** When the provider asks for a longer wait than that, the call does not wait but goes on to the next target. */
  longestRetryAfterMs: number;
};

export const defaultRetryOptions: RetryOptions = { baseMs: 250, mostMs: 8000, longestRetryAfterMs: 20_000 };

/**
 * Whether the same target may do better a moment later. A timeout has cost its time already, and the rest would fail the
 * same way again.
 */
const isPassing: Record<ErrorClass, boolean> = {
  rate_limited: true,
  overloaded: true,
  unreachable: true,
  stream_cut: true,
  server_error: true,
  timeout: false,
  auth: false,
  not_found: false,
  context_too_long: false,
  content_policy: false,
  bad_request: false,
};

/**
 * How long to wait before trying the same target again, in milliseconds; null: do not, go on to the next target.
 *
 * Exponential backoff with full jitter: uniform in [0, min(most, base × 2^(attempt − 1))) (AWS Architecture Blog,
 * "Exponential Backoff And Jitter"). What the provider asked for comes on top of that, never less: its clients would
 * otherwise all come back at the same moment.
 */
export function retryDelayMs(
  failure: { errorClass: ErrorClass; retryAfterMs: number | null },
  /** 1 before the first retry. */
  attempt: number,
  /** Gives [0, 1). */
  random: () => number,
  { baseMs, mostMs, longestRetryAfterMs }: RetryOptions = defaultRetryOptions,
): number | null {
  if (!isPassing[failure.errorClass]) return null;
  const askedMs = failure.retryAfterMs ?? 0;
  if (askedMs > longestRetryAfterMs) return null;
  return askedMs + random() * Math.min(mostMs, baseMs * 2 ** (attempt - 1));
}
