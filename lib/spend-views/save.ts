import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { maxSpendViews, type SavedView, type SaveView } from "./schema.ts";
import { toSavedView, viewFields } from "./view-row.ts";

/** For oneself, or with `isShared` for everybody who may read spend. */
export async function saveSpendView(ctx: Ctx, input: z.output<typeof SaveView>): Promise<SavedView> {
  requirePermission(ctx, "spend.read");
  const orgId = ctx.org.id;
  const createdById = personBehind(ctx.actor);
  if (createdById === null) throw new AppError("people_only", "Views belong to people.");
  return withOrg(ctx, async (tx) => {
    // Two saves at once would both find room for one more.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`spend-views:${orgId}:${createdById}`}, 0))`;
    if ((await tx.spendView.count({ where: { orgId, createdById } })) >= maxSpendViews) {
      throw new AppError("limit_reached", `A person keeps at most ${maxSpendViews} views.`);
    }
    const data = { id: newId("spendView"), orgId, createdById, ...input };
    const row = await tx.spendView.create({ data, select: viewFields });
    await notifyOrg(tx, ctx, "spend-views", row.id);
    await appendAudit(tx, ctx, { action: "spend-views.save", targetId: row.id, after: input });
    return toSavedView(ctx, row);
  });
}
