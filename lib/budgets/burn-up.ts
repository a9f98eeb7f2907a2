import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { readBudgets } from "./account.ts";
import { burnUpPoints } from "./burn-up-points.ts";
import type { Budget, BurnUp, BurnUpQuery } from "./schema.ts";
import { isUnderScopeSql, usedSql } from "./scope-sql.ts";

/** How many periods there are to choose from. */
const shownPeriods = 24;

interface Period {
  startsAt: Date;
  endsAt: Date | null;
  capNanos: bigint;
  spentNanos: bigint;
}

/** A budget's period as a curve, from the rollups: what it costs to read grows with hours, not with calls. */
export async function getBurnUp(ctx: Ctx, budgetId: string, query: z.output<typeof BurnUpQuery>): Promise<BurnUp> {
  requirePermission(ctx, "budgets.read");
  const { timezone } = ctx.org;
  return withOrg(ctx, async (tx) => {
    const [budget] = await readBudgets(tx, timezone, budgetId);
    if (!budget) throw notFound("budget");
    const now = new Date();
    const period = await periodOf(tx, ctx, budget, query.period);
    const isRunning = period.startsAt.toISOString() === budget.account.startsAt;
    const granularity = ["hour", "day", "week"].includes(budget.period) ? "hour" : "day";
    const createdAt = new Date(budget.createdAt);
    const from = createdAt > period.startsAt ? createdAt : period.startsAt;
    // Without periods the curve begins on the day on which the budget was made.
    const edges = await edgesOf(tx, {
      start: budget.period === "total" ? createdAt : period.startsAt,
      end: period.endsAt ?? now,
      granularity,
      timezone,
      isWhole: budget.period !== "total",
    });
    // The hour in which the budget was made counts as a whole: the sums know nothing finer.
    const since = new Date(Math.max(+period.startsAt, +createdAt - (+createdAt % 3_600_000)));
    const spent = await spentOf(tx, { budget, since, end: period.endsAt ?? now, granularity, timezone });
    const forecastNanos = isRunning ? budget.pace?.forecastNanos : undefined;
    return {
      startsAt: period.startsAt.toISOString(),
      endsAt: period.endsAt?.toISOString() ?? null,
      isRunning,
      granularity,
      timezone,
      capNanos: period.capNanos,
      spentNanos: period.spentNanos,
      points: burnUpPoints({
        edges,
        from,
        now,
        endsAt: period.endsAt,
        spent,
        capNanos: period.capNanos,
        forecast:
          forecastNanos === undefined || forecastNanos === null
            ? null
            : { fromNanos: period.spentNanos, toNanos: forecastNanos },
      }),
      dataThrough: await newestUsage(tx, from, period.endsAt ?? now),
      periods: await periodsOf(tx, ctx, budget),
    };
  });
}

async function periodOf(tx: Tx, ctx: Ctx, budget: Budget, startsAt: string | undefined): Promise<Period> {
  const { account } = budget;
  if (startsAt === undefined || +new Date(startsAt) === +new Date(account.startsAt)) {
    return {
      startsAt: new Date(account.startsAt),
      endsAt: account.endsAt === null ? null : new Date(account.endsAt),
      capNanos: account.capNanos,
      spentNanos: account.spentNanos,
    };
  }
  const row = await tx.budgetPeriod.findFirst({
    where: { orgId: ctx.org.id, budgetId: budget.id, startsAt: new Date(startsAt) },
  });
  if (!row) throw notFound("period");
  return { startsAt: row.startsAt, endsAt: row.endsAt, capNanos: row.capNanos, spentNanos: row.spentNanos };
}

interface Edges {
  start: Date;
  end: Date;
  granularity: "hour" | "day";
  timezone: string;
  /** The last edge is the end itself. */
  isWhole: boolean;
}

/** Hours are 3,600 seconds, days those of the organization's zone. */
async function edgesOf(tx: Tx, { start, end, granularity, timezone, isWhole }: Edges): Promise<Date[]> {
  const rows =
    granularity === "hour"
      ? await tx.$queryRaw<{ at: Date }[]>`
          select at from generate_series(${start}::timestamptz, ${end}::timestamptz, interval '1 hour') at`
      : await tx.$queryRaw<{ at: Date }[]>`
          select day at time zone ${timezone} as at from generate_series(
            date_trunc('day', ${start}::timestamptz at time zone ${timezone}),
            ${end}::timestamptz at time zone ${timezone}, interval '1 day') day`;
  const edges = rows.map(({ at }) => at);
  return isWhole && +(edges.at(-1) ?? 0) !== +end ? [...edges, end] : edges;
}

interface Span {
  budget: Budget;
  since: Date;
  end: Date;
  granularity: "hour" | "day";
  timezone: string;
}

function spentOf(tx: Tx, { budget, since, end, granularity, timezone }: Span) {
  const bucket = Prisma.sql`date_trunc(${granularity}, hour, ${timezone})`;
  const which = Prisma.sql`hour >= ${since}::timestamptz and hour < ${end}::timestamptz`;
  const { boxId, tag } = budget.scope;
  const box = boxId === null && tag === null ? Prisma.sql`null::text` : Prisma.sql`box_id`;
  return tx.$queryRaw<{ bucket: Date; nanos: bigint }[]>`
    with used as materialized (${usedSql(bucket, which, box)})
    select u.bucket, sum(u.cost)::bigint as nanos
    from budget b join used u on ${isUnderScopeSql}
    where b.id = ${budget.id} group by u.bucket order by u.bucket`;
}

async function newestUsage(tx: Tx, from: Date, end: Date): Promise<string | null> {
  const [newest] = await tx.$queryRaw<{ at: Date | null }[]>`
    select max(received_at) as at from usage_event where occurred_at >= ${from} and occurred_at < ${end}`;
  return newest?.at?.toISOString() ?? null;
}

async function periodsOf(tx: Tx, ctx: Ctx, budget: Budget): Promise<string[]> {
  const rows = await tx.budgetPeriod.findMany({
    where: { orgId: ctx.org.id, budgetId: budget.id },
    select: { startsAt: true },
    orderBy: { startsAt: "desc" },
    take: shownPeriods,
  });
  return rows.map(({ startsAt }) => startsAt.toISOString());
}
