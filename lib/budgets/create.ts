import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { newId } from "../id.ts";
import { readBudgets } from "./account.ts";
import type { Budget, CreateBudget } from "./schema.ts";

export async function createBudget(ctx: Ctx, input: z.output<typeof CreateBudget>): Promise<Budget> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const { connectionId } = input;
    if (connectionId !== null) {
      const connection = await tx.providerConnection.findFirst({
        where: { orgId: ctx.org.id, id: connectionId, deletedAt: null },
      });
      if (!connection) {
        throw new AppError("invalid_input", "connectionId: not one of your providers", [
          { name: "connectionId", reason: "not one of your providers" },
        ]);
      }
    }
    const id = newId("budget");
    await tx.budget.create({ data: { id, orgId: ctx.org.id, ...input } });
    await bumpConfigRevision(tx, ctx);
    await notifyAllBoxes(tx, ctx.org.id, "lease");
    await notifyOrg(tx, ctx, "budgets");
    const after = { ...input, capNanos: input.capNanos.toString() };
    await appendAudit(tx, ctx, { action: "budgets.create", targetId: id, after });
    const [budget] = await readBudgets(tx, ctx.org.timezone, id);
    if (!budget) throw notFound("budget");
    return budget;
  });
}
