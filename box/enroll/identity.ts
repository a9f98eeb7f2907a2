import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import { z } from "zod";
import { fingerprintWords } from "../../lib/protocol/fingerprint.ts";
import { Base64Url, Ed25519PublicJwk } from "../../lib/protocol/scalars.ts";
import { readStateFile, writeStateFile } from "../state-file.ts";
import { uuidV7 } from "../uuid-v7.ts";
import { generateSealingKey } from "./sealing-key.ts";

const SigningKey = Ed25519PublicJwk.extend({ d: Base64Url });

const IdentityFile = z.object({
  enrollmentId: z.uuid(),
  serial: z.string(),
  signingKey: SigningKey,
  sealingKey: z.object({ publicKey: Base64Url.length(43), privateKey: Base64Url.length(43) }),
});

export type Identity = z.infer<typeof IdentityFile> & {
  publicJwk: Ed25519PublicJwk;
  privateKey: CryptoKey;
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string;
  words: [string, string, string];
};

/** The keys of this device: made at the first start, kept for life. Throws CorruptStateError, never re-keys silently. */
export async function loadIdentity(dataDir: string, nowMs: number): Promise<Identity> {
  const path = join(dataDir, "identity.json");
  let file = readStateFile(path, IdentityFile);
  if (!file) {
    file = await makeIdentity(nowMs);
    writeStateFile(path, file);
  }
  const { kty, crv, x } = file.signingKey;
  const publicJwk = { kty, crv, x };
  const privateKey = await importJWK(file.signingKey, "EdDSA");
  if (privateKey instanceof Uint8Array) throw new Error("an OKP key imports as a CryptoKey");
  const thumbprint = await calculateJwkThumbprint(publicJwk);
  return { ...file, publicJwk, privateKey, thumbprint, words: fingerprintWords(thumbprint) };
}

async function makeIdentity(nowMs: number): Promise<z.infer<typeof IdentityFile>> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return {
    enrollmentId: uuidV7(nowMs),
    serial: makeSerial(),
    signingKey: SigningKey.parse(await exportJWK(pair.privateKey)),
    sealingKey: await generateSealingKey(),
  };
}

/** `KH-XXXX-XXXX` in Crockford base32: no letter that reads like a digit. */
function makeSerial(): string {
  const letters = [...randomBytes(8)].map((byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(byte % 32)).join("");
  return `KH-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
