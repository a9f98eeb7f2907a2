import { NANOS_PER_USD } from "../money.ts";

/** Beyond this nobody is billed, and sums of 50,000 lines still fit. */
const mostNanos = 10n ** 17n;

/**
 * US dollars as providers write them ("12", "-0.5", "0.003835980000000000", "1.2e-05") in nano-USD, rounded half away from
 * zero to the nano: exact wherever the text has no more than nine decimals that count, at most half a nano off elsewhere.
 * Null for anything else; thousands separators are not guessed at.
 */
export function parseAmount(text: string): bigint | null {
  const match = /^([+-]?)(\d{1,15})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}`);
  // digits × 10^shift nano-USD.
  const shift = Number(exponent) - fraction.length + String(NANOS_PER_USD).length - 1;
  const nanos = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedDiv(digits, 10n ** BigInt(-shift));
  if (nanos > mostNanos) return null;
  return sign === "-" ? -nanos : nanos;
}

function roundedDiv(part: bigint, whole: bigint): bigint {
  return (2n * part + whole) / (2n * whole);
}
