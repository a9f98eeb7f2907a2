import "server-only";
import type { Ctx } from "../context.ts";
import { withOrgSnapshot } from "../db/client.ts";
import { system } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { openSpend } from "../spend/source.ts";
import { freezeMonth } from "./freeze.ts";
import { firstUsageDay } from "./frozen.ts";
import { dueMonth, monthOfDay, nextMonth } from "./months.ts";

/** Job `spend.close-due`: every organization that lets the console close, one after the other; one that fails stops no other. */
export async function closeAllDue(now = new Date()): Promise<void> {
  const orgs = await system().org.findMany({
    where: { deletedAt: null, statementCloseDay: { not: null } },
    select: { id: true, slug: true, name: true, timezone: true, statementCloseDay: true },
    orderBy: { id: "asc" },
  });
  for (const { statementCloseDay, ...org } of orgs) {
    if (statementCloseDay === null) continue;
    await closeDue(org, statementCloseDay, now).catch((error) =>
      log.error({ orgId: org.id, error: String(error) }, "a month was not closed"),
    );
  }
}

/** Every month that is due, the oldest first; what another worker closes meanwhile is closed. */
async function closeDue(org: Ctx["org"], closeDay: number, now: Date): Promise<void> {
  const ctx: Ctx = { org, actor: { kind: "job", job: "spend.close-due" }, requestId: "spend.close-due" };
  for (;;) {
    const month = await nextDue(ctx, closeDay, now);
    if (month === null) return;
    await freezeMonth(ctx, month).catch((error) => {
      if (!(error instanceof AppError && error.code === "month_closed")) throw error;
    });
  }
}

function nextDue(ctx: Ctx, closeDay: number, now: Date): Promise<string | null> {
  const { id: orgId } = ctx.org;
  return withOrgSnapshot(ctx, async (tx) => {
    const spend = await openSpend(tx, ctx);
    const [local] = await tx.$queryRaw<{ now: string }[]>`
      select to_char(${now}::timestamptz at time zone ${spend.zone}, 'YYYY-MM-DD"T"HH24:MI:SS') as now`;
    const last = await tx.spendStatement.findFirst({ where: { orgId }, orderBy: { month: "desc" } });
    const firstDay = await firstUsageDay(spend, orgId);
    const next = nextMonth({
      first: firstDay === null ? null : monthOfDay(firstDay),
      lastClosed: last ? monthOfDay(last.month.toISOString()) : null,
      running: monthOfDay(spend.today),
    });
    return local && next !== null && next <= dueMonth(local.now, closeDay) ? next : null;
  });
}
