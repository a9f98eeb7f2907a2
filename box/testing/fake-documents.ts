import { createHash } from "node:crypto";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair } from "jose";
import { stringifyWire } from "../../lib/money.ts";
import { type DesiredDocument, type DesiredResponse, sealInfo } from "../../lib/protocol/config.ts";
import { Ed25519PublicJwk } from "../../lib/protocol/scalars.ts";

/** An organization's signing key. */
export async function makeOrgKey() {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { privateKey: pair.privateKey, publicJwk: Ed25519PublicJwk.parse(await exportJWK(pair.publicKey)) };
}

/** A signed desired answer. `typ` can be made wrong. */
export async function signDocument(
  document: DesiredDocument,
  privateKey: CryptoKey,
  typ = "kaihe-config+jwt",
): Promise<DesiredResponse> {
  const text = stringifyWire(document);
  const signed = await new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "EdDSA", typ })
    .sign(privateKey);
  return { version: document.version, hash: createHash("sha256").update(text).digest("hex"), signed };
}

/** A provider key sealed to a box, as the console does it. */
export async function sealKey(
  text: string,
  recipient: string,
  place: { orgId: string; boxId: string; connectionId: string; keyVersion: number },
) {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const raw = new Uint8Array(Buffer.from(recipient, "base64url")).buffer;
  const recipientPublicKey = await suite.kem.deserializePublicKey(raw);
  const info = new TextEncoder().encode(sealInfo(place.orgId, place.boxId, place.connectionId, place.keyVersion));
  const sealed = await suite.seal({ recipientPublicKey, info }, new TextEncoder().encode(text).buffer);
  const encode = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("base64url");
  const { connectionId, keyVersion } = place;
  return { connectionId, keyVersion, enc: encode(sealed.enc), ciphertext: encode(sealed.ct) };
}
