import { shares } from "#lib/spend/core/shares.ts";

/** Hundredths of a percent that a whole has. */
export const wholeShare = 10_000;

/**
 * Each value's share of their sum in hundredths of a percent, by largest remainder: they add up to exactly 100 %. What is
 * unknown stays null; null where nothing is known or all is zero, because shares of nothing are no shares.
 */
export function sharesOf(values: readonly (bigint | null)[]): (number | null)[] | null {
  const parts = shares(
    values.map((value) => value ?? 0n),
    2,
  );
  return parts?.map((share, index) => (values[index] === null ? null : share)) ?? null;
}
