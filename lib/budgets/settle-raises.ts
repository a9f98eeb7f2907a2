import "server-only";
import { randomUUID } from "node:crypto";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import type { Ctx, OrgRef } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { system } from "../db/system.ts";
import { applyCap } from "./move-periods.ts";

/**
 * Raises that ran out end: the running period goes back to its own cap, and what is committed beyond that is shown. The
 * cap in force never waited for this (effective_cap looks at the clock); the books and the audit do. Run every few
 * seconds by the worker; at most 200 at a time.
 */
export async function settleRaises(): Promise<void> {
  const due = await system().budget.findMany({
    where: { raiseNanos: { gt: 0n }, raiseUntil: { lte: new Date() }, deletedAt: null, org: { deletedAt: null } },
    select: { id: true, org: { select: { id: true, slug: true, name: true, timezone: true } } },
    orderBy: [{ orgId: "asc" }, { id: "asc" }],
    take: 200,
  });
  for (const { id, org } of due) await settleRaise(org, id);
}

function settleRaise(org: OrgRef, budgetId: string): Promise<void> {
  const ctx: Ctx = { org, actor: { kind: "job", job: "budgets.settle_raises" }, requestId: randomUUID() };
  return withOrg(ctx, async (tx) => {
    // Asked again under the lock: another worker was here, or a person has just prolonged it.
    const [ended] = await tx.$queryRaw<{ name: string; raise_nanos: bigint; raise_until: Date }[]>`
      select name, raise_nanos, raise_until from budget
      where id = ${budgetId} and raise_nanos > 0 and raise_until <= now() and deleted_at is null
      for no key update`;
    if (!ended) return;
    await tx.budget.updateMany({ where: { orgId: org.id, id: budgetId }, data: { raiseNanos: 0n, raiseUntil: null } });
    await applyCap(tx, budgetId, org.timezone);
    await notifyOrg(tx, ctx, "budgets");
    await appendAudit(tx, ctx, {
      action: "budgets.end_raise",
      targetId: budgetId,
      before: {
        name: ended.name,
        raiseNanos: ended.raise_nanos.toString(),
        raiseUntil: ended.raise_until.toISOString(),
      },
      after: { name: ended.name, raiseNanos: "0", raiseUntil: null },
    });
  });
}
