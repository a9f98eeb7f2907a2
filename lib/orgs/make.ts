import "server-only";
import { appendAudit } from "../audit/append.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { createOrgKeys } from "./org-keys.ts";

/** The organization that `ctx` names, with a key to sign its configurations and its first owner. */
export async function makeOrg(tx: Tx, ctx: Ctx, ownerId: string): Promise<void> {
  const { org } = ctx;
  const key = await createOrgKeys(org.id);
  await tx.org.create({ data: { ...org, ...key } });
  await tx.member.create({ data: { orgId: org.id, userId: ownerId, role: "owner" } });
  await appendAudit(tx, ctx, { action: "orgs.create", targetId: org.id, after: { name: org.name, owner: ownerId } });
}
