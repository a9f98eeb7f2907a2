import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { movePeriods } from "../budgets/move-periods.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { getOrg } from "./read.ts";
import type { Org, OrgInput } from "./schema.ts";
import { orSlugTaken } from "./slug-taken.ts";

/** The old slug stops working with the commit. Throws `name_taken` at `slug`. */
export async function changeOrg(ctx: Ctx, { name, slug, timezone }: z.output<typeof OrgInput>): Promise<Org> {
  requirePermission(ctx, "orgs.write");
  const id = ctx.org.id;
  const changed = withOrg(ctx, async (tx) => {
    const before = await tx.org.findFirst({
      where: { id, deletedAt: null },
      select: { name: true, slug: true, timezone: true },
    });
    if (!before) throw notFound("organization");
    await tx.org.updateMany({ where: { id }, data: { name, slug, timezone } });
    if (timezone !== before.timezone) {
      await movePeriods(tx, id, timezone);
      await notifyOrg(tx, ctx, "budgets");
      await notifyOrg(tx, ctx, "spend");
    }
    await appendAudit(tx, ctx, { action: "orgs.change", targetId: id, before, after: { name, slug, timezone } });
  });
  await orSlugTaken(changed, slug);
  return getOrg(ctx);
}
