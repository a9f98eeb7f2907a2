import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import type { SavedView } from "./schema.ts";
import { seenBy, toSavedView, viewFields } from "./view-row.ts";

/** One's own and the shared ones, by name. */
export async function listSpendViews(ctx: Ctx): Promise<{ items: SavedView[] }> {
  requirePermission(ctx, "spend.read");
  return withOrg(ctx, async (tx) => {
    const orderBy = [{ name: "asc" as const }, { id: "asc" as const }];
    const rows = await tx.spendView.findMany({ where: seenBy(ctx), select: viewFields, orderBy });
    return { items: rows.map((row) => toSavedView(ctx, row)) };
  });
}
