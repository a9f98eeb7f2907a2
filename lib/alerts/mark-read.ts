import "server-only";
import type { z } from "zod";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { alertReader } from "./reader.ts";
import type { MarkRead } from "./schema.ts";

/** For the person who asks alone, so it is no change of the organization's and stands in no audit. */
export async function markAlertsRead(ctx: Ctx, { ids }: z.output<typeof MarkRead>): Promise<null> {
  requirePermission(ctx, "budgets.read");
  const userId = alertReader(ctx);
  const which = ids === null ? Prisma.empty : Prisma.sql`and id = any(${ids})`;
  await withOrg(ctx, async (tx) => {
    const [found] = await tx.$queryRaw<{ count: number }[]>`
      with wanted as (select id from alert where org_id = ${ctx.org.id} ${which}),
      marked as (
        insert into alert_read (org_id, alert_id, user_id)
        select ${ctx.org.id}, id, ${userId} from wanted on conflict do nothing)
      select count(*)::int as count from wanted`;
    if (ids !== null && found?.count !== new Set(ids).size) throw notFound("alert");
    // Their other pages show it too.
    await notifyOrg(tx, ctx, "alerts");
  });
  return null;
}
