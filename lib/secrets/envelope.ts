import "server-only";
import { z } from "zod";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { deriveKey } from "./derive.ts";

/**
 * A secret at rest: AES-256-GCM under the data key of its organization or person (lib/secrets/data-key.ts), which the
 * key provider wraps. The place of the secret is authenticated with it, so a row copied elsewhere does not open.
 */
export const Envelope = z.object({ v: z.literal(2), data: z.string() });
export type Envelope = z.infer<typeof Envelope>;

/** Before data keys: a key of its own, wrapped by one derived from KAIHE_SECRET. Still read; rotation rewrites it. */
const FirstEnvelope = z.object({ v: z.literal(1), kek: z.literal("local-1"), dek: z.string(), data: z.string() });

/** Where a secret lives: table|row|org|version. `orgId` is empty for a person's own. */
export interface Place {
  table: string;
  row: string;
  orgId: string;
  version: number;
}

function aad(place: Place): Buffer {
  return Buffer.from(`${place.table}|${place.row}|${place.orgId}|${place.version}`);
}

export function sealEnvelope(plaintext: string, place: Place, dataKey: Buffer): Envelope {
  return { v: 2, data: encrypt(dataKey, Buffer.from(plaintext), aad(place)) };
}

export function isFirstEnvelope(stored: unknown): boolean {
  return FirstEnvelope.safeParse(stored).success;
}

/** Throws when the envelope was altered, moved to another place, or sealed under another key. */
export function openEnvelope(stored: unknown, place: Place, dataKey: Buffer): string {
  const first = FirstEnvelope.safeParse(stored);
  if (first.success) {
    const dek = decrypt(deriveKey("envelope-kek"), first.data.dek, aad(place));
    return decrypt(dek, first.data.data, aad(place)).toString();
  }
  return decrypt(dataKey, Envelope.parse(stored).data, aad(place)).toString();
}
