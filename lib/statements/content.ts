import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { z } from "zod";
import { stringifyWire } from "../money.ts";
import { runRate, runRateDays } from "../spend/core/run-rate.ts";
import { daySeries } from "../spend/core/series.ts";
import { addDays, addMonths, dayList, laterDay } from "../spend/days.ts";
import { spendInput } from "../spend/query.ts";
import { readSpend } from "../spend/read.ts";
import type { SpendView } from "../spend/schema.ts";
import type { Spend } from "../spend/source.ts";
import { breakdownOf, bucketSums } from "./breakdown.ts";
import { type StatementGroup, statementGroups } from "./groups.ts";
import { firstOf } from "./months.ts";
import type { StatementContent } from "./schema.ts";

type Answer = z.output<typeof SpendView>;
type Org = { id: string; name: string; timezone: string };

/** What a statement says that its month itself decides; the rest is about the chain (freeze.ts). */
export type MonthContent = Omit<
  StatementContent,
  "version" | "id" | "org" | "closedAt" | "previousHash" | "late" | "totalNanos"
>;

/** A month that is over, out of one picture of the database. */
export async function readMonth(spend: Spend, org: Org, month: string, firstDay: string): Promise<MonthContent> {
  const from = firstOf(month);
  const end = addMonths(from, 1);
  const answers = await readAnswers(spend, org.id, { from, end });
  const by = Object.fromEntries([...answers].map(([group, answer]) => [group, breakdownOf(answer)]));
  const whole = answers.get("channel");
  if (!whole) throw new Error("channel is one of statementGroups");
  const sums = bucketSums(whole);
  const { subscriptionMonthlyNanos } = await spend.tx.org.findFirstOrThrow({ where: { id: org.id } });
  return {
    month,
    timezone: spend.zone,
    startsOn: from,
    endsOn: addDays(end, -1),
    dataThrough: whole.dataThrough,
    meteredNanos: whole.costNanos,
    requests: whole.requests,
    errors: whole.errors,
    tokens: whole.tokens,
    subscriptionNanos: subscriptionMonthlyNanos,
    runRate: await readRunRate(spend, end, firstDay),
    budget: await readBudget(spend, org.id, { from, end }),
    // fromEntries forgets the keys: they are statementGroups, each once.
    by: by as StatementContent["by"],
    days: dayList(from, end).map((day, at) => ({ day, costNanos: sums[at] ?? 0n })),
  };
}

interface Month {
  from: string;
  /** The first day of the next. */
  end: string;
}

async function readAnswers(spend: Spend, orgId: string, { from, end }: Month): Promise<Map<StatementGroup, Answer>> {
  const answers = new Map<StatementGroup, Answer>();
  for (const group of statementGroups) {
    const range = { range: "custom", from, to: addDays(end, -1), granularity: "day" } as const;
    answers.set(group, await readSpend(spend, orgId, spendInput({ ...range, groupBy: [group] })));
  }
  return answers;
}

/** As it stood when the last day was over. */
async function readRunRate(spend: Spend, end: string, firstDay: string): Promise<StatementContent["runRate"]> {
  const from = laterDay(firstDay, addDays(end, -2 * runRateDays));
  if (from >= end) return { nanos: null, isEarly: false };
  const rows = await spend.tx.$queryRaw<{ day: string; nanos: bigint }[]>`
    select c.day::text as day, sum(c.cost_nanos)::bigint as nanos from (${spend.days(from, end, [])}) c group by 1`;
  const { nanos, isEarly } = runRate(daySeries(rows, from, end));
  return { nanos, isEarly };
}

/** The account of the one monthly budget over everything that was there in the month. */
async function readBudget(
  { tx, zone }: Spend,
  orgId: string,
  { from, end }: Month,
): Promise<StatementContent["budget"]> {
  const rows = await tx.$queryRaw<{ name: string; cap: bigint; spent: bigint }[]>`
    select b.name, p.cap_nanos as cap, p.spent_nanos as spent
    from budget b join budget_period p on p.org_id = b.org_id and p.budget_id = b.id
    where b.org_id = ${orgId} and b.period = 'month'
      and num_nonnulls(b.connection_id, b.provider_kind, b.channel, b.model_family, b.box_id, b.tag, b.agent) = 0
      and (b.deleted_at is null or b.deleted_at >= ${end}::timestamp at time zone ${zone})
      and p.starts_at = ${from}::timestamp at time zone ${zone}
    limit 2`;
  const [only] = rows;
  return only && rows.length === 1 ? { name: only.name, capNanos: only.cap, spentNanos: only.spent } : null;
}

/** A content as it is stored: JSON, money as decimal strings. */
export function storedContent(content: StatementContent): Record<string, unknown> {
  return JSON.parse(stringifyWire(content));
}

/** Hex SHA-256 of the RFC 8785 JSON of what is stored. */
export function hashOf(stored: unknown): string {
  const text = canonicalize(stored);
  if (text === undefined) throw new Error("a statement's content is JSON");
  return createHash("sha256").update(text).digest("hex");
}
