import { createCipheriv, randomBytes } from "node:crypto";
import { deriveKey } from "./derive.ts";
import type { Place } from "./envelope.ts";

/** What the first release stored: for tests, as nothing writes it any more. */
export function firstEnvelope(text: string, at: Place): object {
  const aad = Buffer.from(`${at.table}|${at.row}|${at.orgId}|${at.version}`);
  const encrypt = (key: Buffer, plain: Buffer) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(aad);
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
  };
  const dek = randomBytes(32);
  return { v: 1, kek: "local-1", dek: encrypt(deriveKey("envelope-kek"), dek), data: encrypt(dek, Buffer.from(text)) };
}
