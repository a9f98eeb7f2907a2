import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { ChangeView, SavedView } from "./schema.ts";
import { toSavedView, viewFields } from "./view-row.ts";

/** Its author only; what belongs to somebody else does not exist here, also when it is shared. */
export async function changeSpendView(
  ctx: Ctx,
  viewId: string,
  input: z.output<typeof ChangeView>,
): Promise<SavedView> {
  requirePermission(ctx, "spend.read");
  const where = { orgId: ctx.org.id, id: viewId, createdById: personBehind(ctx.actor) ?? "" };
  return withOrg(ctx, async (tx) => {
    const before = await tx.spendView.findFirst({ where, select: viewFields });
    if (!before) throw notFound("view");
    const { name = before.name, query = before.query, isShared = before.isShared } = input;
    const [row] = await tx.spendView.updateManyAndReturn({
      where,
      data: { name, query, isShared },
      select: { id: true },
    });
    if (!row) throw notFound("view");
    await notifyOrg(tx, ctx, "spend-views", viewId);
    await appendAudit(tx, ctx, {
      action: "spend-views.change",
      targetId: viewId,
      before: { name: before.name, query: before.query, isShared: before.isShared },
      after: { name, query, isShared },
    });
    return toSavedView(ctx, { ...before, name, query, isShared });
  });
}
