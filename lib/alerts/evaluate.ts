import "server-only";
import { z } from "zod";
import { readBudgets } from "../budgets/account.ts";
import type { Budget } from "../budgets/schema.ts";
import type { Ctx } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { alertKey, dueBoxAlerts, dueBudgetAlerts, type WatchedBox, type WatchedBudget } from "./due.ts";
import { raiseAlerts } from "./raise.ts";
import { AlertFigures } from "./schema.ts";

/** Job `alerts.evaluate`. However many run at once, each alert is raised by one of them. */
export async function evaluateAlerts(orgId: string, refusedId: string | null = null): Promise<void> {
  await withOrg({ org: { id: orgId } }, async (tx) => {
    const org = await tx.org.findFirst({
      where: { id: orgId, deletedAt: null },
      select: { id: true, slug: true, name: true, timezone: true },
    });
    if (!org) return;
    const ctx: Ctx = { org, actor: { kind: "job", job: "alerts.evaluate" }, requestId: "alerts.evaluate" };
    const budgets = (await readBudgets(tx, org.timezone)).map((budget) => watched(budget, refusedId));
    const due = dueBudgetAlerts(budgets, await raisedFor(tx, orgId, budgets));
    const boxes = dueBoxAlerts(await watchedBoxes(tx, orgId), Date.now());
    await raiseAlerts(tx, ctx, [...due, ...boxes]);
  });
}

function watched({ account, pace, ...budget }: Budget, refusedId: string | null): WatchedBudget {
  return {
    id: budget.id,
    name: budget.name,
    startsAtMs: Date.parse(account.startsAt),
    thresholds: budget.thresholds,
    alertsForecast: budget.alertsForecast,
    capNanos: account.capNanos,
    spentNanos: account.spentNanos,
    presumedNanos: account.presumedNanos,
    overshootNanos: account.overshootNanos,
    forecastNanos: pace?.forecastNanos ?? null,
    wasRefused: budget.id === refusedId,
  };
}

async function raisedFor(tx: Tx, orgId: string, budgets: readonly WatchedBudget[]): Promise<ReadonlySet<string>> {
  const ids = budgets.map(({ id }) => id);
  const starts = budgets.map(({ startsAtMs }) => new Date(startsAtMs));
  const rows = await tx.$queryRaw<{ kind: string; subject_id: string; period_start: Date; percent: number }[]>`
    select a.kind, a.subject_id, a.period_start, a.percent
    from unnest(${ids}::text[], ${starts}::timestamptz[]) as w(id, starts_at)
    join alert a on a.org_id = ${orgId} and a.budget_id = w.id and a.period_start = w.starts_at`;
  return new Set(
    rows.map((row) =>
      alertKey({
        // Kinds of the table that are none of ours match nothing.
        kind: row.kind as Parameters<typeof alertKey>[0]["kind"],
        subjectId: row.subject_id,
        periodStartMs: row.period_start.getTime(),
        percent: row.percent,
      }),
    ),
  );
}

const BoxRow = z.object({ id: z.string(), name: z.string(), quarantined: z.int(), figures: z.unknown() });

/** Boxes of which events were refused, with what the newest alert about each said. */
async function watchedBoxes(tx: Tx, orgId: string): Promise<WatchedBox[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    select b.id, b.name, (b.quarantine->>'count')::int as quarantined, told.figures
    from box b
    left join lateral (
      select figures from alert a
      where a.org_id = b.org_id and a.kind = 'usage.quarantined' and a.subject_id = b.id
      order by a.period_start desc limit 1) told on true
    where b.org_id = ${orgId} and b.status = 'active' and (b.quarantine->>'count')::int > 0
    order by b.id`;
  return rows.map((row) => {
    const { id, name, quarantined, figures } = BoxRow.parse(row);
    return { id, name, quarantined, toldOf: AlertFigures.safeParse(figures).data?.count ?? 0 };
  });
}
