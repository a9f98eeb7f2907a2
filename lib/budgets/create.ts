import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { newId } from "../id.ts";
import { readBudgets } from "./account.ts";
import type { Budget, CreateBudget } from "./schema.ts";

type NewBudget = z.output<typeof CreateBudget>;

export async function createBudget(ctx: Ctx, input: NewBudget): Promise<Budget> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const id = await insertBudget(tx, ctx, input);
    await announceBudgets(tx, ctx);
    const [budget] = await readBudgets(tx, ctx.org.timezone, id);
    if (!budget) throw notFound("budget");
    return budget;
  });
}

/** Writes one budget and its audit row; the caller announces the change once for all it writes. Returns the id. */
export async function insertBudget(tx: Tx, ctx: Ctx, input: NewBudget): Promise<string> {
  await requireOwn(tx, ctx, input);
  const id = newId("budget");
  await tx.budget.create({ data: { id, orgId: ctx.org.id, ...input } });
  await appendAudit(tx, ctx, {
    action: "budgets.create",
    targetId: id,
    after: { ...input, capNanos: input.capNanos.toString() },
  });
  return id;
}

/** Boxes fetch the new rules, ask for leases again, and dashboards show them. */
export async function announceBudgets(tx: Tx, ctx: Ctx): Promise<void> {
  await bumpConfigRevision(tx, ctx);
  await notifyAllBoxes(tx, ctx.org.id, "lease");
  await notifyOrg(tx, ctx, "budgets");
}

async function requireOwn(tx: Tx, ctx: Ctx, { connectionId, boxId }: NewBudget): Promise<void> {
  const orgId = ctx.org.id;
  if (connectionId !== null) {
    const connection = await tx.providerConnection.findFirst({ where: { orgId, id: connectionId, deletedAt: null } });
    if (!connection) throw foreign("connectionId", "not one of your providers");
  }
  if (boxId !== null) {
    const box = await tx.box.findFirst({ where: { orgId, id: boxId, status: "active" } });
    if (!box) throw foreign("boxId", "not one of your boxes");
  }
}

function foreign(name: string, reason: string): AppError {
  return new AppError("invalid_input", `${name}: ${reason}`, [{ name, reason }]);
}
