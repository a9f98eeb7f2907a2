import "server-only";
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { Prisma } from "../db/client.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";
import { openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

const place = (orgId: string) => ({ table: "org", row: orgId, orgId, version: 1 });
const PrivateJwk = Ed25519PublicJwk.extend({ d: z.string() });

/** The Ed25519 key that signs an organization's configuration documents; boxes pin its public half at enrollment. */
export async function createSigningKey(
  orgId: string,
): Promise<{ signingKey: Prisma.InputJsonObject; signingSecret: Prisma.InputJsonObject }> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const secret: JWK = await exportJWK(pair.privateKey);
  return {
    signingKey: { ...Ed25519PublicJwk.parse(await exportJWK(pair.publicKey)) },
    signingSecret: { ...sealEnvelope(JSON.stringify(secret), place(orgId)) },
  };
}

export async function openSigningKey(orgId: string, signingSecret: unknown) {
  return importJWK(PrivateJwk.parse(JSON.parse(openEnvelope(signingSecret, place(orgId)))), "EdDSA");
}
