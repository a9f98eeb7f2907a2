import { AppError } from "../errors.ts";
import { usdString } from "../money.ts";
import { centNanos } from "./split-schema.ts";

export interface Weighted {
  id: string;
  /** Zero or more. When all are zero, all count the same. */
  weight: bigint;
}

/**
 * Parts of a cap in proportion to weights: whole cents by largest remainder (Hamilton's method), each at least one, which
 * the others pay for in proportion. They add up to the cap exactly; what the cap has below a cent goes to the largest
 * part. Who stands where in the list does not matter: ties go to the greater weight, then the lesser id.
 */
export function splitCap(capNanos: bigint, parts: readonly Weighted[]): Map<string, bigint> {
  const cents = capNanos / centNanos;
  if (cents < BigInt(parts.length)) {
    const least = usdString(BigInt(parts.length) * centNanos);
    const reason = `a split over ${parts.length} boxes needs at least ${least} USD, one cent for each`;
    throw new AppError("invalid_input", `capNanos: ${reason}`, [{ name: "capNanos", reason }]);
  }
  const isAllZero = parts.every(({ weight }) => weight === 0n);
  const weighted = parts
    .map(({ id, weight }) => ({ id, weight: isAllZero ? 1n : weight }))
    .toSorted((a, b) => compare(b.weight, a.weight) || (a.id < b.id ? -1 : 1));
  const shares = new Map(centsOf(cents, weighted).map(([id, share]) => [id, share * centNanos]));
  const [first] = weighted;
  if (first) shares.set(first.id, (shares.get(first.id) ?? 0n) + (capNanos % centNanos));
  return shares;
}

/** `cents` is at least as many as there are parts, so somebody's proportional part is always a whole cent or more. */
function centsOf(cents: bigint, weighted: readonly Weighted[]): [string, bigint][] {
  let paid: readonly Weighted[] = weighted;
  let rest = cents;
  let whole = sumOf(paid);
  for (;;) {
    const enough = paid.filter(({ weight }) => weight * rest >= whole);
    if (enough.length === paid.length) break;
    rest -= BigInt(paid.length - enough.length);
    paid = enough;
    whole = sumOf(paid);
  }
  const rounded = paid.map(({ id, weight }) => ({
    id,
    share: (weight * rest) / whole,
    remainder: (weight * rest) % whole,
  }));
  const left = Number(rest - rounded.reduce((sum, { share }) => sum + share, 0n));
  // The sort is stable, and the parts came by weight and id.
  const lucky = new Set(
    rounded
      .toSorted((a, b) => compare(b.remainder, a.remainder))
      .slice(0, left)
      .map(({ id }) => id),
  );
  const shares = new Map(rounded.map(({ id, share }) => [id, share + (lucky.has(id) ? 1n : 0n)]));
  return weighted.map(({ id }) => [id, shares.get(id) ?? 1n]);
}

function sumOf(weighted: readonly Weighted[]): bigint {
  return weighted.reduce((sum, { weight }) => sum + weight, 0n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
