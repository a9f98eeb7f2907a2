import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretLength = 32;
const checksumLength = 6;

/** What secret scanners look for. */
export const apiKeyPattern = /^kf_live_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

function base62(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let position = 0; position < length; position += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** `kf_live_` ‖ 32 base62 digits (190 random bits) ‖ CRC-32 of those in base62: a typo is noticed without asking anyone. */
export function newApiKey(): string {
  let secret = "";
  while (secret.length < secretLength) {
    // 248 = 4 × 62: larger bytes would make some digits likelier.
    for (const byte of randomBytes(secretLength))
      if (byte < 248 && secret.length < secretLength) secret += alphabet[byte % 62];
  }
  return `kf_live_${secret}${base62(crc32(secret), checksumLength)}`;
}

export function isWellFormedApiKey(text: string): boolean {
  const [, secret, checksum] = apiKeyPattern.exec(text) ?? [];
  return secret !== undefined && base62(crc32(secret), checksumLength) === checksum;
}
