import "server-only";
import type { z } from "zod";
import { type Prisma, Prisma as PrismaSql, type Tx } from "../db/client.ts";
import type { Budget, BudgetAccount } from "./schema.ts";

interface BudgetRow {
  id: string;
  name: string;
  connection_id: string | null;
  connection_name: string | null;
  period: Budget["period"];
  cap_nanos: bigint;
  created_at: Date;
  starts_at: Date;
  ends_at: Date;
  spent: bigint;
  reserved: bigint;
  presumed: bigint;
  over_committed: bigint;
  overshoot: bigint;
}

/** Budgets with the account of the running period; a period nobody has used yet is all zeros. */
export async function readBudgets(tx: Tx, timezone: string, budgetId?: string): Promise<Budget[]> {
  const which: Prisma.Sql = budgetId === undefined ? PrismaSql.empty : PrismaSql.sql`and b.id = ${budgetId}`;
  const rows = await tx.$queryRaw<BudgetRow[]>`
    select b.id, b.name, b.connection_id, c.name as connection_name, b.period::text, b.cap_nanos, b.created_at,
      bounds.starts_at, bounds.ends_at,
      coalesce(p.spent_nanos, 0) as spent, coalesce(p.reserved_nanos, 0) as reserved, coalesce(p.presumed_nanos, 0) as presumed,
      coalesce(p.over_committed_nanos, 0) as over_committed, coalesce(p.overshoot_nanos, 0) as overshoot
    from budget b
    cross join lateral budget_period_bounds(b.period, ${timezone}, now()) bounds
    left join budget_period p on p.budget_id = b.id and p.starts_at = bounds.starts_at
    left join provider_connection c on c.id = b.connection_id
    where b.deleted_at is null ${which}
    order by lower(b.name), b.id`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    period: row.period,
    capNanos: row.cap_nanos,
    createdAt: row.created_at.toISOString(),
    account: accountOf(row),
  }));
}

function accountOf(row: BudgetRow): z.output<typeof BudgetAccount> {
  const free = row.cap_nanos - row.spent - row.reserved - row.presumed;
  return {
    startsAt: row.starts_at.toISOString(),
    endsAt: row.period === "total" ? null : row.ends_at.toISOString(),
    spentNanos: row.spent,
    reservedNanos: row.reserved,
    presumedNanos: row.presumed,
    freeNanos: free > 0n ? free : 0n,
    overCommittedNanos: row.over_committed,
    overshootNanos: row.overshoot,
  };
}
