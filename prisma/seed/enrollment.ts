import { randomInt, randomUUID } from "node:crypto";
import { withSystem } from "#lib/db/system.ts";
import { userCodeAlphabet } from "#lib/enrollment/schema.ts";
import { newId } from "#lib/id.ts";
import { Ed25519PublicJwk } from "#lib/protocol/scalars.ts";
import { sha256Hex } from "#lib/secrets/token.ts";

/** A device that asked to be let in, and was by `claimedOrgId` unless that is null. Returns its code without the dash. */
export async function seedEnrollment({
  serial = "KH-0001",
  claimedOrgId = null,
}: {
  serial?: string;
  claimedOrgId?: string | null;
} = {}): Promise<string> {
  const userCode = Array.from({ length: 8 }, () => userCodeAlphabet[randomInt(userCodeAlphabet.length)]).join("");
  await withSystem((tx) =>
    tx.enrollment.create({
      data: {
        id: newId("enrollment"),
        enrollmentId: randomUUID(),
        deviceCodeHash: sha256Hex(randomUUID()),
        userCode,
        signingKey: Ed25519PublicJwk.parse({ kty: "OKP", crv: "Ed25519", x: "A".repeat(43) }),
        keyThumbprint: randomUUID(),
        sealingKey: "A".repeat(43),
        serial,
        model: "KaiheAiBox",
        agentVersion: "0.1.0",
        status: claimedOrgId === null ? "pending" : "approved",
        claimedOrgId,
        expiresAt: new Date(Date.now() + 600_000),
      },
    }),
  );
  return userCode;
}
