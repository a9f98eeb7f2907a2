/**
 * Amounts as parts of a hundred percent, in units of 10^-decimals percent, by largest remainder: they sum to
 * 100 × 10^decimals exactly, so a column of shares always adds up (B5, invariants). Ties go to the greater amount, then
 * to who stands first. Null when there is nothing to share.
 */
export function shares(amounts: readonly bigint[], decimals: number): number[] | null {
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (total <= 0n) return null;
  const whole = 100n * 10n ** BigInt(decimals);
  const parts = amounts.map((amount, index) => ({
    index,
    amount,
    share: (amount * whole) / total,
    remainder: (amount * whole) % total,
  }));
  const left = whole - parts.reduce((sum, { share }) => sum + share, 0n);
  const lucky = new Set(
    parts
      .toSorted((a, b) => descending(a.remainder, b.remainder) || descending(a.amount, b.amount) || a.index - b.index)
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return parts.map(({ index, share }) => Number(share) + (lucky.has(index) ? 1 : 0));
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
