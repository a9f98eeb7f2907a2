const minute = 60;
const hour = 3600;

/** Seconds to wait before each further attempt (Standard Webhooks 1.0.0, "Retries"): three days and three hours in all. */
const waits = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** Up to a tenth longer, so that what failed together is not tried together. */
const jitter = 0.1;

/** Seconds until the next attempt after `attempts` failed ones; null when it was the last. `random` is in [0, 1). */
export function waitAfter(attempts: number, random: number): number | null {
  const wait = waits[attempts - 1];
  return wait === undefined ? null : wait * (1 + jitter * random);
}

/** After this long without a single success an endpoint is not tried any more. */
export const giveUpAfterMs = 5 * 24 * hour * 1000;
