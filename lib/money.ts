/**
 * Money is an integer count of nano-US-dollars (1 USD = 10^9), held as `bigint`, so that sums of millions of calls are
 * exact. On the wire it is a decimal string, because JSON numbers lose integers above 2^53.
 */
export const NANOS_PER_USD = 1_000_000_000n;

/** "5", "0.25" or "1234.567890123" (at most nine decimals) to nano-USD; null when the text is not such an amount. */
export function parseUsd(text: string): bigint | null {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (!match) return null;
  const [, whole = "0", fraction = ""] = match;
  return BigInt(whole) * NANOS_PER_USD + BigInt(fraction.padEnd(9, "0"));
}

/** Nano-USD to an exact decimal string without trailing zeros: 1_500_000_000n → "1.5". */
export function usdString(nanos: bigint): string {
  const sign = nanos < 0n ? "-" : "";
  const abs = nanos < 0n ? -nanos : nanos;
  const fraction = (abs % NANOS_PER_USD).toString().padStart(9, "0").replace(/0+$/, "");
  return `${sign}${abs / NANOS_PER_USD}${fraction === "" ? "" : `.${fraction}`}`;
}

/** a / b rounded away from zero for non-negative a: a cost is never rounded down to nothing. */
export function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

export function minNanos(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function maxNanos(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** JSON with bigints as decimal strings, the inverse of the `Nanos` schema of lib/protocol. */
export function stringifyWire(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? part.toString() : part));
}
