import "server-only";
import { appendAudit } from "../audit/append.ts";
import type { Ctx } from "../context.ts";
import type { Prisma, Tx } from "../db/client.ts";
import { notFound } from "../errors.ts";

/** What may change of a budget that stays the same budget. */
export interface BudgetFields {
  name?: string;
  capNanos?: bigint;
  isSoft?: boolean;
  onExhausted?: "deny" | "cheaper" | "local";
  thresholds?: number[];
  alertsForecast?: boolean;
  notes?: string;
  raiseNanos?: bigint;
  raiseUntil?: Date | null;
  pausedAt?: Date | null;
}

/**
 * Changes a budget and the cap of its running period, inside a transaction that changes several: the caller asked for a
 * recent sign-in where that is due, and announces. Below what is committed the period is over-committed by the rest.
 */
export async function changeRow(tx: Tx, ctx: Ctx, budgetId: string, fields: BudgetFields): Promise<void> {
  const where = { orgId: ctx.org.id, id: budgetId, deletedAt: null };
  const before = await tx.budget.findFirst({ where });
  const [after] = before ? await tx.budget.updateManyAndReturn({ where, data: fields }) : [];
  if (!before || !after) throw notFound("budget");
  await tx.$executeRaw`
    update budget_period p set
      cap_nanos = now_cap.nanos,
      over_committed_nanos = greatest(0, p.spent_nanos + p.reserved_nanos + p.presumed_nanos - now_cap.nanos)
    from budget b,
      lateral (select effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) as nanos) now_cap,
      lateral budget_bounds(b.period, b.week_start, ${ctx.org.timezone}, now()) bounds
    where b.org_id = ${ctx.org.id} and b.id = ${budgetId} and p.budget_id = b.id and p.starts_at = bounds.starts_at`;
  await appendAudit(tx, ctx, {
    action: "budgets.change",
    targetId: budgetId,
    before: factsOf(before, before, after),
    after: factsOf(after, before, after),
  });
}

/** Deletes a budget inside a transaction that changes several; the caller asked for a recent sign-in, and announces. */
export async function removeRow(tx: Tx, ctx: Ctx, budgetId: string): Promise<void> {
  const where = { orgId: ctx.org.id, id: budgetId, deletedAt: null };
  const [budget] = await tx.budget.updateManyAndReturn({ where, data: { deletedAt: new Date() } });
  if (!budget) throw notFound("budget");
  const before = { name: budget.name, capNanos: budget.capNanos.toString(), period: budget.period };
  await appendAudit(tx, ctx, { action: "budgets.delete", targetId: budgetId, before });
}

type Row = Required<BudgetFields>;

/** The name, so that the row of the audit says what it is about, and what differs. */
function factsOf(row: Row, before: Row, after: Row): Prisma.InputJsonObject {
  const facts: Record<keyof BudgetFields, (row: Row) => Prisma.InputJsonValue | null> = {
    name: ({ name }) => name,
    capNanos: ({ capNanos }) => capNanos.toString(),
    isSoft: ({ isSoft }) => isSoft,
    onExhausted: ({ onExhausted }) => onExhausted,
    thresholds: ({ thresholds }) => thresholds,
    alertsForecast: ({ alertsForecast }) => alertsForecast,
    notes: ({ notes }) => notes,
    raiseNanos: ({ raiseNanos }) => raiseNanos.toString(),
    raiseUntil: ({ raiseUntil }) => raiseUntil?.toISOString() ?? null,
    pausedAt: ({ pausedAt }) => pausedAt?.toISOString() ?? null,
  };
  const told = Object.entries(facts).filter(
    ([field, fact]) => field === "name" || JSON.stringify(fact(before)) !== JSON.stringify(fact(after)),
  );
  return Object.fromEntries(told.map(([field, fact]) => [field, fact(row)]));
}
