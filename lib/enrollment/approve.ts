import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { AppError, notFound } from "../errors.ts";
import { newId } from "../id.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";

/** Takes the pending row in this transaction; a second click, or a second person, finds it closed. */
async function takePending(tx: Tx, ctx: Ctx, userCode: string, status: "approved" | "denied") {
  const taken = await tx.enrollment.updateManyAndReturn({
    where: { userCode, status: "pending", expiresAt: { gt: new Date() } },
    data: { status, claimedOrgId: ctx.org.id },
  });
  const [row] = taken;
  if (row) return row;
  const exists = await tx.enrollment.findUnique({ where: { userCode } });
  if (exists?.claimedOrgId === ctx.org.id) throw new AppError("enrollment_closed", "This code was already answered.");
  throw notFound("code, or it has expired");
}

/**
 * Lets a box in. The same key again is the same box: it keeps its id, history and budgets, and is active again.
 */
export function approveEnrollment(ctx: Ctx, userCode: string, name: string): Promise<{ boxId: string }> {
  requirePermission(ctx, "enrollment.approve");
  return withSystem(async (tx) => {
    const row = await takePending(tx, ctx, userCode, "approved");
    const known = await tx.box.findUnique({ where: { keyThumbprint: row.keyThumbprint } });
    if (known && known.orgId !== ctx.org.id) {
      throw new AppError("key_in_use", "This box belongs to another organization. Decommission it there and reset it.");
    }
    const facts = {
      name,
      serial: row.serial,
      model: row.model,
      address: row.localAddress ?? row.address,
      agentVersion: row.agentVersion,
      sealingKey: row.sealingKey,
      status: "active" as const,
      decommissionedAt: null,
    };
    const boxId = known?.id ?? newId("box");
    await tx.box.upsert({
      where: { id: boxId },
      create: {
        ...facts,
        id: boxId,
        orgId: ctx.org.id,
        enrollmentId: row.enrollmentId,
        signingKey: { ...Ed25519PublicJwk.parse(row.signingKey) },
        keyThumbprint: row.keyThumbprint,
      },
      update: facts,
    });
    await tx.enrollment.update({ where: { id: row.id }, data: { boxId } });
    await notifyOrg(tx, ctx, "boxes", boxId);
    const after = { name, serial: row.serial, keyThumbprint: row.keyThumbprint, address: row.address };
    await appendAudit(tx, ctx, { action: known ? "boxes.reenroll" : "boxes.enroll", targetId: boxId, after });
    return { boxId };
  });
}

/** Sends a box away; it may ask again with a new code. */
export function denyEnrollment(ctx: Ctx, userCode: string): Promise<null> {
  requirePermission(ctx, "enrollment.approve");
  return withSystem(async (tx) => {
    const row = await takePending(tx, ctx, userCode, "denied");
    const before = { serial: row.serial, keyThumbprint: row.keyThumbprint, address: row.address };
    await appendAudit(tx, ctx, { action: "boxes.deny", targetId: row.id, before });
    return null;
  });
}
