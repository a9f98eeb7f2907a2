import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import type { PeriodKind } from "../protocol/budget.ts";
import { type Allocation, type AllocationCell, cellKey } from "./allocation-schema.ts";

export async function getAllocation(ctx: Ctx, period: PeriodKind): Promise<Allocation> {
  requirePermission(ctx, "budgets.read");
  return withOrg(ctx, (tx) => readAllocation(tx, ctx, period));
}

/** Soft budgets are left out: they cap nothing. So are budgets of a channel, a maker or a model, which are no cells. */
export async function readAllocation(tx: Tx, ctx: Ctx, period: PeriodKind): Promise<Allocation> {
  const orgId = ctx.org.id;
  const connections = await tx.providerConnection.findMany({
    where: { orgId, deletedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const budgets = await tx.budget.findMany({
    where: {
      ...{ orgId, period, deletedAt: null, isSoft: false },
      ...{ providerKind: null, channel: null, modelFamily: null, boxId: null, agent: null },
    },
    orderBy: [{ capNanos: "asc" }, { id: "asc" }],
  });
  const carried = await tx.$queryRaw<{ tag: string; boxes: bigint }[]>`
    select tag, count(*) as boxes from box, unnest(tags) as tag
    where org_id = ${orgId} and status = 'active' group by tag`;
  const boxesOf = new Map(carried.map(({ tag, boxes }) => [tag, Number(boxes)]));
  // Sorted by cap, so the first that is found is the one that limits.
  const capOf = (connectionId: string | null, tag: string | null) =>
    budgets.find((budget) => budget.connectionId === connectionId && budget.tag === tag)?.capNanos ?? null;
  const named = budgets.flatMap(({ tag }) => (tag === null ? [] : [tag]));
  const tags = [...new Set([...boxesOf.keys(), ...named])].toSorted();
  const live = new Set(connections.map(({ id }) => id));
  return {
    period,
    connections: connections.map(({ id, name }) => ({ id, name, capNanos: capOf(id, null) })),
    tags: tags.map((tag) => ({ tag, boxes: boxesOf.get(tag) ?? 0, capNanos: capOf(null, tag) })),
    capNanos: capOf(null, null),
    cells: cellsOf(budgets).filter(({ connectionId }) => live.has(connectionId)),
  };
}

function cellsOf(
  budgets: readonly { id: string; connectionId: string | null; tag: string | null; capNanos: bigint }[],
): AllocationCell[] {
  const cells = new Map<string, AllocationCell>();
  for (const { id, connectionId, tag, capNanos } of budgets) {
    if (connectionId === null || tag === null) continue;
    const key = cellKey({ connectionId, tag });
    const known = cells.get(key);
    if (known) known.count += 1;
    else cells.set(key, { connectionId, tag, budgetId: id, capNanos, count: 1 });
  }
  return [...cells.values()];
}
