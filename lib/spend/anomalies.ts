import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import {
  Anomaly,
  type AnomalyList,
  type AnomalyQuery,
  anomalyDimensions,
  type ChangeAnomaly,
} from "./anomaly-schema.ts";
import { readLabels } from "./labels.ts";

const maxItems = 200;

export async function listAnomalies(
  ctx: Ctx,
  { state, dimension }: z.output<typeof AnomalyQuery>,
): Promise<z.output<typeof AnomalyList>> {
  requirePermission(ctx, "spend.read");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, ...(state ? { state } : {}), ...(dimension ? { dimension } : {}) };
    const rows = await tx.spendAnomaly.findMany({
      where,
      orderBy: [{ day: "desc" }, { id: "desc" }],
      take: maxItems + 1,
    });
    const items = await named(tx, ctx, rows.slice(0, maxItems));
    return { items: items.toSorted(byDayAndExcess), isCut: rows.length > maxItems };
  });
}

/** Dismissed by a person, or open again. Throws NotFound for what is no anomaly of this organization. */
export async function changeAnomaly(
  ctx: Ctx,
  id: string,
  { state, note }: z.output<typeof ChangeAnomaly>,
): Promise<Anomaly> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, id };
    const before = await tx.spendAnomaly.findFirst({ where });
    if (!before) throw notFound("anomaly");
    await tx.spendAnomaly.updateMany({ where, data: { state, note, changedAt: new Date() } });
    const row = await tx.spendAnomaly.findFirst({ where });
    const [anomaly] = await named(tx, ctx, row ? [row] : []);
    if (!anomaly) throw notFound("anomaly");
    await notifyOrg(tx, ctx, "spend");
    await appendAudit(tx, ctx, {
      action: "spend.anomaly",
      targetId: id,
      before: { state: before.state, note: before.note },
      after: { state, note },
    });
    return anomaly;
  });
}

type Row = NonNullable<Awaited<ReturnType<Tx["spendAnomaly"]["findFirst"]>>>;

async function named(tx: Tx, ctx: Ctx, rows: readonly Row[]): Promise<Anomaly[]> {
  const labels = new Map<string, ReadonlyMap<string, string>>();
  for (const group of anomalyDimensions) {
    const keys = rows.filter(({ dimension }) => dimension === group).map(({ key }) => key);
    labels.set(group, await readLabels(tx, ctx.org.id, { group, keys }));
  }
  return rows.map(({ orgId: _, ...row }) => ({
    // The table's CHECK knows the same words.
    ...Anomaly.pick({ dimension: true, grain: true, severity: true, state: true }).parse(row),
    id: row.id,
    key: row.key,
    label: labels.get(row.dimension)?.get(row.key) ?? row.key,
    day: row.day.toISOString().slice(0, 10),
    actualNanos: row.actualNanos,
    expectedNanos: row.expectedNanos,
    z: row.z,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  }));
}

function byDayAndExcess(a: Anomaly, b: Anomaly): number {
  if (a.day !== b.day) return a.day > b.day ? -1 : 1;
  const [x, y] = [a.actualNanos - a.expectedNanos, b.actualNanos - b.expectedNanos];
  return x === y ? (a.id < b.id ? -1 : 1) : x > y ? -1 : 1;
}
