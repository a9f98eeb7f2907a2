import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { system } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { fingerprintWords } from "../protocol/fingerprint.ts";
import type { EnrollmentView } from "./schema.ts";
import { displayCode } from "./start.ts";

/**
 * What a person sees of the box that shows this code. A code is no tenant's until it is approved; afterwards only the
 * organization that took the box sees it.
 */
export async function getEnrollment(ctx: Ctx, userCode: string): Promise<z.input<typeof EnrollmentView>> {
  requirePermission(ctx, "enrollment.approve");
  const row = await system().enrollment.findUnique({ where: { userCode } });
  const isForeign = row?.claimedOrgId !== null && row?.claimedOrgId !== ctx.org.id;
  if (!row || isForeign || row.expiresAt <= new Date()) throw notFound("code, or it has expired");
  return {
    userCode: displayCode(row.userCode),
    serial: row.serial,
    model: row.model,
    agentVersion: row.agentVersion,
    address: row.address,
    localAddress: row.localAddress,
    words: fingerprintWords(row.keyThumbprint),
    status: row.status,
    expiresAt: row.expiresAt.toISOString(),
  };
}
