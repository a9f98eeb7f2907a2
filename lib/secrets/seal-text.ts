import "server-only";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { deriveKey } from "./derive.ts";

type Purpose = "mail";

/** Encrypts what rests in the database for moments only, such as a queued mail. Not for what is kept: that has an envelope. */
export function sealText(text: string, purpose: Purpose): string {
  return encrypt(deriveKey(`seal:${purpose}`), Buffer.from(text), Buffer.from(purpose));
}

/** Throws when altered, of another purpose, or sealed under another KAIHE_SECRET. */
export function openText(sealed: string, purpose: Purpose): string {
  return decrypt(deriveKey(`seal:${purpose}`), sealed, Buffer.from(purpose)).toString();
}
