import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** iv (12 bytes) ‖ ciphertext ‖ tag (16 bytes), base64. */
export function encrypt(key: Buffer, plaintext: Buffer, authenticated: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(authenticated);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** Throws when key, text or what it is bound to differ. */
export function decrypt(key: Buffer, sealed: string, authenticated: Buffer): Buffer {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(authenticated);
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
