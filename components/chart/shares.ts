/** Hundredths of a percent that a whole has. */
export const wholeShare = 10_000;

/**
 * Each value's share of their sum in hundredths of a percent, by largest remainder (Hamilton): they add up to exactly
 * 100 %, and none is more than 0.01 % off. Of equal remainders the first gets more. What is unknown stays null; null where
 * nothing is known or all is zero, because shares of nothing are no shares.
 */
export function sharesOf(values: readonly (bigint | null)[]): (number | null)[] | null {
  const total = values.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
  if (total <= 0n) return null;
  const parts = values.map((value, index) => {
    const scaled = (value ?? 0n) * BigInt(wholeShare);
    return { index, share: Number(scaled / total), remainder: scaled % total };
  });
  const left = wholeShare - parts.reduce((all, { share }) => all + share, 0);
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  );
  for (const part of byRemainder.slice(0, left)) part.share += 1;
  return parts.map(({ index, share }) => (values[index] === null ? null : share));
}
