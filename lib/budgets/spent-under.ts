import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { type BudgetFacts, type BudgetRule, isUnderBudget } from "../protocol/budget.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { storedModels } from "../providers/models.ts";

interface UsageRow {
  box_id: string;
  connection_id: string;
  model: string;
  agent: string;
  cost: bigint;
}

/** Whose spending, and when: `to` null is until now. Whole hours, as the rollups are kept. */
export interface SpentWhere {
  orgId: string;
  boxIds: readonly string[];
  from: Date;
  to: Date | null;
}

type What = Pick<BudgetRule, "connectionId" | "providerKind" | "channel" | "modelFamily" | "agent">;

/** What each of the boxes spent on calls that such a budget covers, by the rule that boxes go by; zero is left out. */
export async function spentUnder(tx: Tx, where: SpentWhere, what: What): Promise<Map<string, bigint>> {
  const until = where.to === null ? Prisma.empty : Prisma.sql`and hour < ${where.to}`;
  const rows = await tx.$queryRaw<UsageRow[]>`
    select box_id, connection_id, model, agent, sum(cost_nanos)::bigint as cost from usage_rollup
    where org_id = ${where.orgId} and box_id = any(${[...where.boxIds]}::text[]) and hour >= ${where.from} ${until}
    group by box_id, connection_id, model, agent having sum(cost_nanos) > 0`;
  const factsOf = await readFacts(tx, where.orgId);
  const spent = new Map<string, bigint>();
  for (const row of rows) {
    const facts = factsOf(row);
    if (facts === null || !isUnderBudget(what, facts)) continue;
    spent.set(row.box_id, (spent.get(row.box_id) ?? 0n) + row.cost);
  }
  return spent;
}

/** Disconnected providers count too: what was spent there was spent. */
async function readFacts(tx: Tx, orgId: string): Promise<(row: UsageRow) => BudgetFacts | null> {
  const connections = await tx.providerConnection.findMany({ where: { orgId } });
  const known = new Map(
    connections.map(({ id, kind, channel, models }) => [
      id,
      {
        connection: { id, kind: ProviderKind.parse(kind), channel },
        basedOn: new Map(storedModels(models).map((model) => [model.id, model.basedOn])),
      },
    ]),
  );
  return ({ connection_id, model, agent }) => {
    const found = known.get(connection_id);
    if (!found) return null;
    return {
      connection: found.connection,
      model: { id: model, basedOn: found.basedOn.get(model) ?? null },
      agent: agent === "" ? null : agent,
    };
  };
}
