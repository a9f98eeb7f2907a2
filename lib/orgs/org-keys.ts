import "server-only";
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { Prisma, Tx } from "../db/client.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";
import { newDataKey, orgDataKey } from "../secrets/data-key.ts";
import { openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

const place = (orgId: string) => ({ table: "org", row: orgId, orgId, version: 1 });
const PrivateJwk = Ed25519PublicJwk.extend({ d: z.string() });

/**
 * The keys of a new organization: its data key, wrapped, and the Ed25519 key that signs its configuration documents,
 * whose public half boxes pin at enrollment.
 */
export async function createOrgKeys(
  orgId: string,
): Promise<Record<"dataKey" | "signingKey" | "signingSecret", Prisma.InputJsonObject>> {
  const { dataKey, wrapped } = await newDataKey(orgId);
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const secret: JWK = await exportJWK(pair.privateKey);
  return {
    dataKey: wrapped,
    signingKey: { ...Ed25519PublicJwk.parse(await exportJWK(pair.publicKey)) },
    signingSecret: { ...sealEnvelope(JSON.stringify(secret), place(orgId), dataKey) },
  };
}

export async function openSigningKey(tx: Tx, orgId: string, signingSecret: unknown) {
  const text = openEnvelope(signingSecret, place(orgId), await orgDataKey(tx, orgId));
  return importJWK(PrivateJwk.parse(JSON.parse(text)), "EdDSA");
}
