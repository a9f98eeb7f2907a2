import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

export type SealingKey = { publicKey: string; privateKey: string };

/** RFC 9180 base mode as lib/protocol/config.ts fixes it. */
export function sealingSuite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

/** A fresh X25519 pair, raw keys as base64url. */
export async function generateSealingKey(): Promise<SealingKey> {
  const { kem } = sealingSuite();
  const pair = await kem.generateKeyPair();
  return {
    publicKey: encode(await kem.serializePublicKey(pair.publicKey)),
    privateKey: encode(await kem.serializePrivateKey(pair.privateKey)),
  };
}

/** Opens a text that was sealed to this box. Throws when it was sealed to another key or for another `info`. */
export async function openSealed(
  key: SealingKey,
  sealed: { enc: string; ciphertext: string },
  info: string,
): Promise<string> {
  const suite = sealingSuite();
  const recipientKey = await suite.kem.deserializePrivateKey(decode(key.privateKey));
  const parameters = { recipientKey, enc: decode(sealed.enc), info: new TextEncoder().encode(info) };
  const plain = await suite.open(parameters, decode(sealed.ciphertext));
  return new TextDecoder().decode(plain);
}

function encode(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString("base64url");
}

function decode(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, "base64url")).buffer;
}
