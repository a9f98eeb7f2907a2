import "server-only";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { readBudgets } from "./account.ts";
import type { World } from "./transfer-plan.ts";

export async function readWorld(tx: Tx, ctx: Ctx): Promise<World> {
  const orgId = ctx.org.id;
  const select = { id: true, name: true };
  const connections = await tx.providerConnection.findMany({ where: { orgId, deletedAt: null }, select });
  const boxes = await tx.box.findMany({ where: { orgId, status: "active" }, select });
  return { budgets: await readBudgets(tx, ctx.org.timezone), connections, boxes, now: new Date() };
}
