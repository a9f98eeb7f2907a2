import type { MissingReason } from "../metrics-schema.ts";
import { ratio } from "./round.ts";
import { runRateDays } from "./run-rate.ts";

/**
 * Same-box spend retention, the counterpart of net revenue retention (B1, B2): what the boxes that spent in the 28 days
 * before cost in the last 28, ÷ what they cost then. Boxes that began since do not count. 1 is "as before".
 * Under 56 complete days: not enough data; without spend before: nothing to divide by.
 */
export function retention(
  { beforeNanos, sameNowNanos }: { beforeNanos: bigint; sameNowNanos: bigint },
  completeDays: number,
): { retention: number; reason: null } | { retention: null; reason: MissingReason } {
  if (completeDays < 2 * runRateDays) return { retention: null, reason: "not_enough_data" };
  const share = ratio(sameNowNanos, beforeNanos);
  return share === null ? { retention: null, reason: "nothing_to_divide_by" } : { retention: share, reason: null };
}
