/**
 * n ÷ d as an integer, halves to the even neighbour (billing-security.md A5): the one rounding of amounts that cannot
 * stay exact. `d` is above zero.
 */
export function divideRounded(n: bigint, d: bigint): bigint {
  const isNegative = n < 0n;
  const abs = isNegative ? -n : n;
  const whole = abs / d;
  const twice = (abs % d) * 2n;
  const rounded = twice > d || (twice === d && whole % 2n === 1n) ? whole + 1n : whole;
  return isNegative ? -rounded : rounded;
}

/** a ÷ b for showing: a number, and null where there is nothing to divide by. */
export function ratio(a: bigint, b: bigint): number | null {
  return b === 0n ? null : Number(a) / Number(b);
}

/** An estimate in nano-USD as an amount: whole, never below zero, at most what `Nanos` carries. */
export function estimatedNanos(value: number): bigint {
  const most = 999_999_999_999_999_999n;
  if (!(value > 0)) return 0n;
  if (value >= Number(most)) return most;
  return BigInt(Math.round(value));
}
