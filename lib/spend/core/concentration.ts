import { ratio } from "./round.ts";

/**
 * How much hangs on few: the Herfindahl-Hirschman index Σ share², from 1 ÷ n (all alike) to 1 (all with one), and the
 * largest share. Null when nothing was spent.
 */
export function concentration(amounts: readonly { key: string; nanos: bigint }[]): {
  index: number;
  largestKey: string;
  largestShare: number;
} | null {
  const total = amounts.reduce((sum, { nanos }) => sum + nanos, 0n);
  const [largest] = amounts.toSorted((a, b) =>
    a.nanos === b.nanos ? (a.key < b.key ? -1 : 1) : a.nanos > b.nanos ? -1 : 1,
  );
  const largestShare = largest ? ratio(largest.nanos, total) : null;
  const squares = ratio(
    amounts.reduce((sum, { nanos }) => sum + nanos * nanos, 0n),
    total * total,
  );
  if (!largest || largestShare === null || squares === null) return null;
  return { index: squares, largestKey: largest.key, largestShare };
}
