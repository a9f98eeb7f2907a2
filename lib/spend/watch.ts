import "server-only";
import { anomalyAlert } from "../alerts/due.ts";
import { raiseAlerts } from "../alerts/raise.ts";
import { notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import { Prisma, type Tx, withOrgSnapshot } from "../db/client.ts";
import { newId } from "../id.ts";
import { anomalyDimensions, type anomalyGrains } from "./anomaly-choices.ts";
import type { AnomalyDimension } from "./anomaly-schema.ts";
import { dailyAnomaly, isOver, leastExcessNanos, levelDays, type Verdict } from "./core/anomaly.ts";
import { hourHistory, hourlyAnomaly } from "./core/anomaly-hour.ts";
import { daySeries } from "./core/series.ts";
import { addDays, laterDay } from "./days.ts";
import { columnOf } from "./filter-sql.ts";
import { readHistory } from "./history.ts";
import { readLabels } from "./labels.ts";
import { openSpend, type Spend } from "./source.ts";

/** Enough for eight weeks of ratios to the week before. */
const pastDays = 64;
/** A box that was offline tells late what it spent, and a worker may have been away. Older days are part of what is usual. */
const judgedDays = levelDays;
const hourMs = 3_600_000;

interface Found {
  dimension: AnomalyDimension;
  key: string;
  grain: (typeof anomalyGrains)[number];
  day: string;
  verdict: Verdict;
}

/** Job `spend.anomalies`, for one organization: judges the days of the last week, tells of what is new, and closes what is over. */
export async function watchDays(org: Ctx["org"]): Promise<void> {
  await watched(org, async (spend, ctx) => {
    const { firstDay, lastDay, completeDays } = await readHistory(spend, org.id);
    if (completeDays === 0) return;
    const found: Found[] = [];
    for (const dimension of anomalyDimensions) {
      const from = laterDay(firstDay, addDays(spend.today, -pastDays - judgedDays));
      for (const [key, points] of await readDays(spend, dimension, from)) {
        for (let ago = 0; ago < judgedDays; ago += 1) {
          const verdict = dailyAnomaly(points.slice(0, points.length - ago));
          if (verdict) found.push({ dimension, key, grain: "day", day: addDays(lastDay, -ago), verdict });
        }
      }
    }
    await keep(spend, ctx, found);
    await closeOver(spend.tx, org.id, lastDay, found);
  });
}

/** Job `spend.runaways`, for one organization: judges the running hour and the one before it. */
export async function watchHours(org: Ctx["org"], now = new Date()): Promise<void> {
  await watched(org, async (spend, ctx) => {
    const found: Found[] = [];
    for (const dimension of anomalyDimensions) {
      for (const [key, points] of await readHours(spend, dimension, now)) {
        const verdicts = [points.length - 1, points.length - 2].map((at) =>
          hourlyAnomaly(points.slice(0, at), points[at] ?? 0n),
        );
        const [verdict] = verdicts
          .filter((one) => one !== null)
          .toSorted((a, b) => (a.actualNanos > b.actualNanos ? -1 : 1));
        if (verdict) found.push({ dimension, key, grain: "hour", day: spend.today, verdict });
      }
    }
    await keep(spend, ctx, found);
  });
}

function watched(org: Ctx["org"], work: (spend: Spend, ctx: Ctx) => Promise<void>): Promise<void> {
  const ctx: Ctx = { org, actor: { kind: "job", job: "spend.anomalies" }, requestId: "spend.anomalies" };
  return withOrgSnapshot(ctx, async (tx) => work(await openSpend(tx, ctx), ctx));
}

/** Complete days of the keys that cost enough to be told of on one of those that are judged. */
async function readDays(
  spend: Spend,
  dimension: AnomalyDimension,
  from: string,
): Promise<[string, readonly bigint[]][]> {
  const column = columnOf[dimension];
  const { today } = spend;
  const key = Prisma.raw(`c.${column}`);
  const rows = await spend.tx.$queryRaw<{ key: string; day: string; nanos: bigint }[]>`
    with c as materialized (${spend.days(from, today, [column])}), dear as (
      select distinct ${key} as key from c where c.day >= ${addDays(today, -judgedDays)}::date and ${key} <> ''
      group by ${key}, c.day having sum(c.cost_nanos) >= ${leastExcessNanos})
    select ${key} as key, c.day::text as day, sum(c.cost_nanos)::bigint as nanos
    from c join dear on dear.key = ${key} group by 1, 2`;
  return [...Map.groupBy(rows, (row) => row.key)].map(([name, amounts]) => [
    name,
    daySeries(amounts, from, today).points,
  ]);
}

/** Hours of the keys that cost enough in the running hour or the one before, the running one last. */
async function readHours(spend: Spend, dimension: AnomalyDimension, now: Date): Promise<[string, bigint[]][]> {
  const last = Math.floor(now.getTime() / hourMs) * hourMs;
  const first = last - (hourHistory + 1) * hourMs;
  const column = columnOf[dimension];
  const key = Prisma.raw(`c.${column}`);
  const since = (from: string) => spend.hours(from, addDays(spend.today, 1), [column]);
  const dear = await spend.tx.$queryRaw<{ key: string }[]>`
    select ${key} as key from (${since(addDays(spend.today, -1))}) c
    where c.hour >= ${new Date(last - hourMs)} and ${key} <> ''
    group by 1 having sum(c.cost_nanos) >= ${leastExcessNanos}`;
  // Most rounds end here: nothing was dear, and sixteen days of hours need not be read.
  if (dear.length === 0) return [];
  const rows = await spend.tx.$queryRaw<{ key: string; hour: Date; nanos: bigint }[]>`
    select ${key} as key, c.hour as hour, sum(c.cost_nanos)::bigint as nanos from (${since(addDays(spend.today, -16))}) c
    where ${key} = any(${dear.map((row) => row.key)}::text[]) and c.hour >= ${new Date(first)} and c.hour <= ${new Date(last)}
    group by 1, 2`;
  const [oldest] = await spend.tx.$queryRaw<{ at: Date | null }[]>`select min(hour) as at from usage_rollup`;
  const from = Math.max(first, oldest?.at?.getTime() ?? last);
  return [...Map.groupBy(rows, (row) => row.key)].map(([name, amounts]) => {
    const points = Array.from({ length: (last - from) / hourMs + 1 }, () => 0n);
    for (const { hour, nanos } of amounts) points[(hour.getTime() - from) / hourMs] = nanos;
    return [name, points];
  });
}

/** Writes what was found, once for each key, grain and day; what a person dismissed stays dismissed. */
async function keep(spend: Spend, ctx: Ctx, found: readonly Found[]): Promise<void> {
  const { tx } = spend;
  if (found.length === 0) return;
  for (const { dimension, key, grain, day, verdict } of found) {
    const { actualNanos, expectedNanos, z, severity } = verdict;
    await tx.$executeRaw`
      insert into spend_anomaly (id, org_id, dimension, key, grain, day, actual_nanos, expected_nanos, z, severity)
      values (${newId("anomaly")}, ${ctx.org.id}, ${dimension}, ${key}, ${grain}, ${day}::date, ${actualNanos}, ${expectedNanos}, ${z}, ${severity})
      on conflict (org_id, dimension, key, grain, day) do update
        set actual_nanos = excluded.actual_nanos, expected_nanos = excluded.expected_nanos, z = excluded.z, severity = excluded.severity
        where spend_anomaly.state = 'open' and excluded.actual_nanos > spend_anomaly.actual_nanos`;
  }
  const alerts = [];
  for (const { dimension, key, day, verdict } of found) {
    const labels = await readLabels(tx, ctx.org.id, { group: dimension, keys: [key] });
    alerts.push(anomalyAlert({ ...verdict, subjectId: `${dimension}:${key}`, name: labels.get(key) ?? key, day }));
  }
  await notifyOrg(tx, ctx, "spend");
  await raiseAlerts(tx, ctx, alerts);
}

/** What is open of earlier days and usual again is resolved; of the hours, with the day after theirs. */
async function closeOver(tx: Tx, orgId: string, newestDay: string, found: readonly Found[]): Promise<void> {
  const open = await tx.spendAnomaly.findMany({
    where: { orgId, state: "open", day: { lt: new Date(newestDay) } },
    select: { id: true, dimension: true, key: true, day: true },
  });
  const over = open.filter(({ dimension, key, day }) => {
    const isNewest = (one: Found) => one.dimension === dimension && one.key === key && one.day === newestDay;
    const newest = found.find(isNewest)?.verdict ?? null;
    return isOver({ day: day.toISOString().slice(0, 10), newestDay, newest });
  });
  const where = { orgId, id: { in: over.map(({ id }) => id) }, state: "open" };
  await tx.spendAnomaly.updateMany({ where, data: { state: "resolved", changedAt: new Date(), changedById: null } });
}
