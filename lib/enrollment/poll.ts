import "server-only";
import { issuer } from "../auth/box-token.ts";
import { withSystem } from "../db/system.ts";
import type { EnrollTokenError, EnrollTokenResponse } from "../protocol/enroll.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";
import { tokenHash } from "../secrets/token.ts";
import { pollSeconds } from "./start.ts";

/**
 * The box asks whether somebody let it in (RFC 8628 §3.4). The device code is the box's secret; the answer is repeated
 * while the code lives, so a lost response does not strand the box.
 */
export function pollEnrollment(deviceCode: string): Promise<EnrollTokenResponse | EnrollTokenError> {
  return withSystem(async (tx) => {
    const row = await tx.enrollment.findUnique({ where: { deviceCodeHash: tokenHash(deviceCode, "device-code") } });
    if (!row) return { error: "expired_token" };
    const now = new Date();
    if (row.status === "denied") return { error: "access_denied" };
    if (row.expiresAt <= now) return { error: "expired_token" };
    await tx.enrollment.update({ where: { id: row.id }, data: { lastPolledAt: now } });
    if (row.status === "pending" || row.claimedOrgId === null || row.boxId === null) {
      const sinceMs = now.getTime() - (row.lastPolledAt?.getTime() ?? 0);
      return { error: sinceMs < pollSeconds * 500 ? "slow_down" : "authorization_pending" };
    }
    await tx.enrollment.update({ where: { id: row.id }, data: { status: "completed" } });
    const org = await tx.org.findUniqueOrThrow({ where: { id: row.claimedOrgId } });
    const box = await tx.box.findUniqueOrThrow({ where: { id: row.boxId } });
    return {
      boxId: box.id,
      boxName: box.name,
      orgId: org.id,
      orgName: org.name,
      orgSigningKey: Ed25519PublicJwk.parse(org.signingKey),
      issuer: issuer(),
    };
  });
}
