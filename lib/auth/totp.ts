import "server-only";
import { Secret, TOTP } from "otpauth";

/** Seconds a code is shown for. */
const period = 30;

function generator(secret: string, label = "") {
  // SHA-1, six digits, 30 seconds: what every authenticator app understands (RFC 6238 §1.2, Key URI Format).
  return new TOTP({
    issuer: "Kaihe Fleet",
    label,
    algorithm: "SHA1",
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });
}

/** 160 random bits in base32, the length RFC 4226 §4 recommends. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** `otpauth://` address for the QR code; `email` is what the app shows beside the code. */
export function totpUri(secret: string, email: string): string {
  return generator(secret, email).toString();
}

/**
 * The time step (RFC 6238 §4.2) whose code this is, one step of clock drift allowed either way (§5.2); null for none.
 * The caller must accept each step once only.
 */
export function totpStepOf(secret: string, code: string, now: Date): bigint | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = now.getTime();
  const delta = generator(secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : BigInt(Math.floor(timestamp / 1000 / period) + delta);
}
