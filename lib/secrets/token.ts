import "server-only";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { deriveKey } from "./derive.ts";

/** `bytes` of randomness, base64url. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

export type TokenPurpose = "setup" | "device-code" | "invite" | "api-key" | "one-time" | "recovery-code";

/** How a bearer secret is stored: HMAC-SHA-256 under a key of its own, hex. A stolen table opens nothing. */
export function tokenHash(token: string, purpose: TokenPurpose): string {
  return createHmac("sha256", deriveKey(`token:${purpose}`))
    .update(token)
    .digest("hex");
}

/** Plain SHA-256, hex: for local keys, whose hash a box must be able to check by itself (256 random bits need no salt). */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
