import "server-only";
import { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { BudgetFacts, type BudgetHistory, type BudgetHistoryQuery, historyPageSize } from "./schema.ts";

interface Row {
  seq: bigint;
  at: Date;
  action: string;
  actor: unknown;
  before: unknown;
  after: unknown;
}

/**
 * What happened to one budget, newest first. It is the audit read for those who may read budgets but not the audit, so
 * it says only what the budget's own pages say too: names, amounts and terms, no addresses and no request ids.
 */
export async function getBudgetHistory(
  ctx: Ctx,
  budgetId: string,
  { before }: BudgetHistoryQuery,
): Promise<BudgetHistory> {
  requirePermission(ctx, "budgets.read");
  const beforeSeq = before === undefined ? 9_223_372_036_854_775_807n : BigInt(before);
  return withOrg(ctx, async (tx) => {
    const orgId = ctx.org.id;
    const budget = await tx.budget.findFirst({ where: { orgId, id: budgetId, deletedAt: null }, select: { id: true } });
    if (!budget) throw notFound("budget");
    const rows = await tx.$queryRaw<Row[]>`
      select seq, at, action, actor, before, after from audit_entry
      where org_id = ${orgId} and seq < ${beforeSeq}
        and ((action like 'budgets.%' and target_id = ${budgetId})
          or (action = 'leases.write-off' and after ->> 'budgetId' = ${budgetId}))
      order by seq desc limit ${historyPageSize + 1}`;
    const items = rows.slice(0, historyPageSize).map(toItem);
    return { items, next: rows.length > historyPageSize ? (items.at(-1)?.seq ?? null) : null };
  });
}

/** Read forgivingly, as every audit row is: an older version may have written it. */
const Actor = z.object({ kind: z.string().catch("unknown"), name: z.string().nullable().catch(null) });
const Facts = z.record(z.string(), z.unknown()).nullable().catch(null);

function toItem({ seq, at, action, actor, before, after }: Row): BudgetHistory["items"][number] {
  const { kind, name } = Actor.parse(actor);
  return {
    seq: seq.toString(),
    at: at.toISOString(),
    action,
    actorKind: kind,
    actorName: name,
    before: factsOf(before),
    after: factsOf(after),
  };
}

function factsOf(value: unknown): BudgetFacts | null {
  const facts = Facts.parse(value);
  return facts === null ? null : BudgetFacts.parse(facts);
}
