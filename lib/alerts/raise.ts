import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { newId } from "../id.ts";
import { stringifyWire } from "../money.ts";
import { planDeliveries } from "../webhooks/plan-deliveries.ts";
import type { DueAlert } from "./due.ts";
import { mailAlerts } from "./mail-alerts.ts";

export type RaisedAlert = DueAlert & { id: string; createdAt: Date };

/**
 * The alerts that nobody has raised yet, with their mails and webhook messages, in the caller's transaction: all of it or
 * nothing. The unique key of the table decides between two that do this at the same time. Returns what was raised.
 */
export async function raiseAlerts(tx: Tx, ctx: Ctx, due: readonly DueAlert[]): Promise<RaisedAlert[]> {
  if (due.length === 0) return [];
  // In the order of the unique key, so that two transactions wait for each other instead of both waiting.
  const planned = due
    .map((alert) => ({ ...alert, id: newId("alert") }))
    .toSorted((a, b) => (keyText(a) < keyText(b) ? -1 : 1));
  const rows = await tx.alert.createManyAndReturn({
    data: planned.map(({ id, kind, subjectId, budgetId, periodStartMs, percent, figures }) => ({
      id,
      orgId: ctx.org.id,
      kind,
      subjectId,
      budgetId,
      periodStart: new Date(periodStartMs),
      percent,
      figures: JSON.parse(stringifyWire(figures)),
    })),
    skipDuplicates: true,
    select: { id: true, createdAt: true },
  });
  const written = new Map(rows.map(({ id, createdAt }) => [id, createdAt]));
  const raised = planned.flatMap((alert) => {
    const createdAt = written.get(alert.id);
    return createdAt ? [{ ...alert, createdAt }] : [];
  });
  if (raised.length === 0) return [];
  await mailAlerts(tx, ctx, raised);
  await planDeliveries(tx, ctx, raised);
  await notifyOrg(tx, ctx, "alerts");
  return raised;
}

function keyText({ kind, subjectId, periodStartMs, percent }: DueAlert): string {
  return [kind, subjectId, String(periodStartMs).padStart(16, "0"), String(percent).padStart(4, "0")].join(" ");
}
