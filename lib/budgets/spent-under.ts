import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import type { BudgetRule } from "../protocol/budget.ts";
import { isUnderScopeSql, usedSql } from "./scope-sql.ts";

/** Whose spending, and when: `to` null is until now. Whole hours, as the rollups are kept. */
export interface SpentWhere {
  orgId: string;
  boxIds: readonly string[];
  from: Date;
  to: Date | null;
}

type What = Pick<BudgetRule, "connectionId" | "providerKind" | "channel" | "modelFamily" | "agent">;

/** What each of the boxes spent on calls that such a budget covers; zero is left out. Disconnected providers count too. */
export async function spentUnder(
  tx: Tx,
  { orgId, boxIds, from, to }: SpentWhere,
  { connectionId, providerKind, channel, modelFamily, agent }: What,
): Promise<Map<string, bigint>> {
  const until = to === null ? Prisma.empty : Prisma.sql`and hour < ${to}`;
  const which = Prisma.sql`org_id = ${orgId} and box_id = any(${[...boxIds]}::text[]) and hour >= ${from} ${until}`;
  const rows = await tx.$queryRaw<{ box_id: string; cost: bigint }[]>`
    with used as materialized (${usedSql(Prisma.sql`null::timestamptz`, which)}),
    b as (
      select ${connectionId}::text as connection_id, ${providerKind}::text as provider_kind, ${channel}::channel as channel,
        ${modelFamily}::text as model_family, null::text as box_id, null::text as tag, ${agent}::text as agent)
    select u.box_id, sum(u.cost)::bigint as cost from b join used u on ${isUnderScopeSql}
    group by u.box_id having sum(u.cost) > 0`;
  return new Map(rows.map(({ box_id, cost }) => [box_id, cost]));
}
