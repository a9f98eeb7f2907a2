import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { type Prisma, type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { anomalyDimensions, maxAnomalies } from "./anomaly-choices.ts";
import { Anomaly, type AnomalyList, type AnomalyQuery, type ChangeAnomaly } from "./anomaly-schema.ts";
import { readLabels } from "./labels.ts";

const fields = { include: { changedBy: { select: { name: true } } } } as const;

export async function listAnomalies(
  ctx: Ctx,
  { state, dimension }: z.output<typeof AnomalyQuery>,
): Promise<AnomalyList> {
  requirePermission(ctx, "spend.read");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, ...(state ? { state } : {}), ...(dimension ? { dimension } : {}) };
    const rows = await tx.spendAnomaly.findMany({
      where,
      ...fields,
      orderBy: [{ day: "desc" }, { id: "desc" }],
      take: maxAnomalies + 1,
    });
    const items = await named(tx, ctx, rows.slice(0, maxAnomalies));
    return { items: items.toSorted(byDayAndExcess), isCut: rows.length > maxAnomalies };
  });
}

/** Dismissed by a person, or open again. Throws NotFound for what is no anomaly of this organization. */
export async function changeAnomaly(ctx: Ctx, id: string, { state, note }: ChangeAnomaly): Promise<Anomaly> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, id };
    const before = await tx.spendAnomaly.findFirst({ where });
    if (!before) throw notFound("anomaly");
    const changed = { changedAt: new Date(), changedById: personBehind(ctx.actor) };
    await tx.spendAnomaly.updateMany({ where, data: { state, note, ...changed } });
    const row = await tx.spendAnomaly.findFirst({ where, ...fields });
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

type Row = Prisma.SpendAnomalyGetPayload<typeof fields>;

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
    changedBy: row.changedBy?.name ?? null,
  }));
}

function byDayAndExcess(a: Anomaly, b: Anomaly): number {
  if (a.day !== b.day) return a.day > b.day ? -1 : 1;
  const [x, y] = [a.actualNanos - a.expectedNanos, b.actualNanos - b.expectedNanos];
  return x === y ? (a.id < b.id ? -1 : 1) : x > y ? -1 : 1;
}
