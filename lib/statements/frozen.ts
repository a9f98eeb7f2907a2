import "server-only";
import type { Tx } from "../db/client.ts";
import { openSpend, type Spend } from "../spend/source.ts";
import type { Frozen, Live } from "./late.ts";
import { firstOf, monthAfter, monthOfDay } from "./months.ts";
import { StatementContent } from "./schema.ts";

/** A statement as it stands, without asking whether anybody tampered with it (verify.ts). */
export interface Statement extends Frozen {
  id: string;
  content: StatementContent;
  contentHash: string;
  closedAt: Date;
  closedBy: string | null;
}

/** Oldest first. */
export async function readStatements(tx: Tx, orgId: string): Promise<Statement[]> {
  const rows = await tx.spendStatement.findMany({ where: { orgId }, orderBy: { month: "asc" } });
  return rows.map(({ id, content: stored, contentHash, closedAt, closedBy }) => {
    const content = StatementContent.parse(stored);
    const { month, meteredNanos, late } = content;
    return { id, month, meteredNanos, late, content, contentHash, closedAt, closedBy };
  });
}

/** What is metered now of the closed months, and of everything before the day `end` of the zone `zone`. */
export async function readLive(
  spend: Spend,
  org: { id: string; timezone: string },
  statements: readonly Statement[],
  { end, zone }: { end: string; zone: string },
): Promise<Live> {
  const byMonth = new Map<string, bigint>();
  for (const [cut, months] of Map.groupBy(statements, ({ content }) => content.timezone)) {
    const picture = cut === spend.zone ? spend : await openSpend(spend.tx, { org }, cut);
    const wanted = new Set(months.map(({ month }) => month));
    const [from, last] = [months[0]?.month ?? "", months.at(-1)?.month ?? ""];
    for (const { month, nanos } of await monthsOf(picture, firstOf(from), firstOf(monthAfter(last)))) {
      if (wanted.has(month)) byMonth.set(month, nanos);
    }
  }
  const picture = zone === spend.zone ? spend : await openSpend(spend.tx, { org }, zone);
  const first = await firstUsageDay(picture, org.id);
  const months = first === null || first >= end ? [] : await monthsOf(picture, first, end);
  return { byMonth, totalNanos: months.reduce((sum, { nanos }) => sum + nanos, 0n) };
}

/** Metered by month of the picture's zone. */
export async function monthsOf(
  { tx, days }: Spend,
  from: string,
  to: string,
): Promise<{ month: string; nanos: bigint }[]> {
  const rows = await tx.$queryRaw<{ day: string; nanos: bigint }[]>`
    select date_trunc('month', c.day::timestamp)::date::text as day, sum(c.cost_nanos)::bigint as nanos
    from (${days(from, to, [], "month")}) c group by 1`;
  return rows.map(({ day, nanos }) => ({ month: monthOfDay(day), nanos }));
}

/** In the picture's zone; null without usage. */
export async function firstUsageDay({ tx, zone }: Spend, orgId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ day: string | null }[]>`
    select (min(hour) at time zone ${zone})::date::text as day from usage_rollup where org_id = ${orgId}`;
  return row?.day ?? null;
}
