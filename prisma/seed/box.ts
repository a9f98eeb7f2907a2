import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { Ed25519PublicJwk } from "#lib/protocol/scalars.ts";

export interface SeededBox {
  id: string;
  /** The box's own context, as if it had proven its key. */
  ctx: Ctx;
  privateKey: CryptoKey;
  publicJwk: Ed25519PublicJwk;
}

/** A claimed box with a real key, never connected. */
export async function seedBox(org: Ctx["org"], name = `box-${randomUUID().slice(0, 8)}`): Promise<SeededBox> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const sealing = await crypto.subtle.generateKey("X25519", true, ["deriveBits"]);
  const publicJwk = Ed25519PublicJwk.parse(await exportJWK(pair.publicKey));
  // `generateKey("X25519")` always gives a pair; its type is the union of all algorithms.
  const rawSealing = await crypto.subtle.exportKey("raw", (sealing as CryptoKeyPair).publicKey);
  const id = newId("box");
  const keyThumbprint = await calculateJwkThumbprint(publicJwk);
  await withSystem((tx) =>
    tx.box.create({
      data: {
        id,
        orgId: org.id,
        name,
        enrollmentId: randomUUID(),
        serial: `KH-${id.slice(-8).toUpperCase()}`,
        model: "KaiheAiBox",
        agentVersion: "0.1.0",
        signingKey: publicJwk,
        keyThumbprint,
        sealingKey: Buffer.from(rawSealing).toString("base64url"),
      },
    }),
  );
  const ctx: Ctx = { org, actor: { kind: "box", boxId: id }, requestId: randomUUID() };
  return { id, ctx, privateKey: pair.privateKey, publicJwk };
}

/** A prompt that waits for the box. Returns its id. */
export async function seedAction(org: Ctx["org"], boxId: string, prompt = "Hello"): Promise<string> {
  const id = newId("action");
  const input = { model: "practice-small", prompt };
  await withSystem((tx) => tx.boxAction.create({ data: { id, orgId: org.id, boxId, kind: "try", input } }));
  return id;
}
