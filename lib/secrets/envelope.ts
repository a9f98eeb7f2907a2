import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { deriveKey } from "./derive.ts";

/**
 * Envelope encryption: a fresh data key per secret (AES-256-GCM), itself wrapped by the key-encryption key. The place
 * of the secret is authenticated with it, so a row copied elsewhere does not open.
 */
export const Envelope = z.object({
  v: z.literal(1),
  /** Which key-encryption key wrapped the data key. */
  kek: z.literal("local-1"),
  dek: z.string(),
  data: z.string(),
});
export type Envelope = z.infer<typeof Envelope>;

/** Where a secret lives: table|row|org|version. */
export interface Place {
  table: string;
  row: string;
  orgId: string;
  version: number;
}

function aad(place: Place): Buffer {
  return Buffer.from(`${place.table}|${place.row}|${place.orgId}|${place.version}`);
}

export function sealEnvelope(plaintext: string, place: Place): Envelope {
  const dek = randomBytes(32);
  return {
    v: 1,
    kek: "local-1",
    dek: encrypt(deriveKey("envelope-kek"), dek, aad(place)),
    data: encrypt(dek, Buffer.from(plaintext), aad(place)),
  };
}

/** Throws when the envelope was altered, moved to another place, or sealed under another KAIHE_SECRET. */
export function openEnvelope(stored: unknown, place: Place): string {
  const envelope = Envelope.parse(stored);
  const dek = decrypt(deriveKey("envelope-kek"), envelope.dek, aad(place));
  return decrypt(dek, envelope.data, aad(place)).toString();
}
