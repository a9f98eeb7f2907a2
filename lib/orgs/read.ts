import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { DeletionEffects, Org } from "./schema.ts";

export async function getOrg(ctx: Ctx): Promise<Org> {
  requirePermission(ctx, "orgs.read");
  const select = { id: true, slug: true, name: true, timezone: true, createdAt: true } as const;
  const row = await withOrg(ctx, (tx) => tx.org.findFirst({ where: { id: ctx.org.id, deletedAt: null }, select }));
  if (!row) throw notFound("organization");
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export async function getDeletionEffects(ctx: Ctx): Promise<DeletionEffects> {
  requirePermission(ctx, "orgs.own");
  return withOrg(ctx, (tx) => countEffects(tx, ctx.org.id));
}

/** What stops with the organization, counted inside the caller's transaction. */
export async function countEffects(tx: Tx, orgId: string): Promise<DeletionEffects> {
  return {
    boxes: await tx.box.count({ where: { orgId, status: "active" } }),
    people: await tx.member.count({ where: { orgId } }),
    apiKeys: await tx.apiKey.count({ where: { orgId, revokedAt: null } }),
    localKeys: await tx.localKey.count({ where: { orgId, revokedAt: null } }),
    providers: await tx.providerConnection.count({ where: { orgId, deletedAt: null } }),
  };
}
