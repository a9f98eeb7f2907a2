import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma } from "../db/client.ts";
import { concentration } from "./core/concentration.ts";
import { type KeyMovement, matchedMovement, movementsOf, thresholdNanos, type WindowPair } from "./core/movements.ts";
import { type ChangeSplit, splitChange, type TargetUse } from "./core/price-volume-mix.ts";
import { runRateDays, yearFactor } from "./core/run-rate.ts";
import type { Dimension } from "./cubes.ts";
import { addDays } from "./days.ts";
import { columnOf, joinsSql, keySql } from "./filter-sql.ts";
import { readHistory } from "./history.ts";
import { readLabels } from "./labels.ts";
import type { SpendMovements } from "./metrics-schema.ts";
import type { SpendGroup } from "./schema.ts";
import { type Spend, withSpend } from "./source.ts";
import { allTokensSql } from "./tokens-sql.ts";

const maxItems = 200;
const noSplit: ChangeSplit = { volumeNanos: 0n, priceNanos: 0n, mixNanos: 0n };

interface Asked {
  zone?: string | undefined;
  groupBy: SpendGroup;
}

/** What changed between the 28 days before and the last 28, by key, annualised. Needs 56 complete days. */
export async function getMovements(ctx: Ctx, { zone, groupBy }: Asked): Promise<z.output<typeof SpendMovements>> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, zone, async (spend) => {
    const { completeDays, lastDay, firstDay } = await readHistory(spend, ctx.org.id);
    const isEnough = completeDays >= 2 * runRateDays;
    const pairs = isEnough ? await readPairs(spend, groupBy, firstDay) : [];
    const { items, ...totals } = movementsOf(pairs);
    const shown = items.slice(0, maxItems);
    const concentrated = concentration(items.map(({ key, nowNanos }) => ({ key, nanos: nowNanos })));
    const keys = [...shown.map(({ key }) => key), ...(concentrated ? [concentrated.largestKey] : [])];
    const labels = await readLabels(spend.tx, ctx.org.id, { group: groupBy, keys });
    const label = (key: string) => labels.get(key) ?? key;
    const splits = await readSplits(spend, groupBy, shown);
    return {
      timezone: spend.zone,
      asOf: completeDays === 0 ? null : lastDay,
      groupBy,
      ...totals,
      matchedNanos: matchedMovement(totals.sums),
      items: shown.map((item) => ({ ...item, label: label(item.key), ...(splits.get(item.key) ?? noSplit) })),
      isCut: items.length > shown.length,
      concentration: concentrated && { ...concentrated, largestLabel: label(concentrated.largestKey) },
      reason: isEnough ? null : "not_enough_data",
    };
  });
}

interface Windows {
  from: string;
  middle: string;
  today: string;
}

function windowsOf(today: string): Windows {
  const middle = addDays(today, -runRateDays);
  return { from: addDays(middle, -runRateDays), middle, today };
}

/** Days `from` until before `to` as `c`, with the columns of the group and `more`, and what names the group. */
function rowsSql(
  spend: Spend,
  { group, from, to, more = [] }: { group: SpendGroup; from: string; to: string; more?: Dimension[] },
): Prisma.Sql {
  const asked = [...new Set([columnOf[group], ...more])];
  return Prisma.sql`(${spend.days(from, to, asked)}) c ${joinsSql([group], {})}`;
}

async function readPairs(spend: Spend, group: SpendGroup, firstDay: string): Promise<WindowPair[]> {
  const { from, middle, today } = windowsOf(spend.today);
  const rows = await spend.tx.$queryRaw<{ key: string; before: bigint; now: bigint }[]>`
    select ${keySql(group)} as key,
      coalesce(sum(c.cost_nanos) filter (where c.day < ${middle}::date), 0)::bigint as before,
      coalesce(sum(c.cost_nanos) filter (where c.day >= ${middle}::date), 0)::bigint as now
    from ${rowsSql(spend, { group, from, to: today })}
    group by 1 having sum(c.cost_nanos) > 0`;
  const arrived = rows.filter((row) => row.before < thresholdNanos && row.now >= thresholdNanos).map(({ key }) => key);
  const earlier = await readEarlier(spend, { group, keys: arrived, from: firstDay, to: from });
  return rows.map(({ key, before, now }) => ({
    key,
    beforeNanos: before,
    nowNanos: now,
    existedEarlier: earlier.has(key),
  }));
}

/** Which of these keys had cost anything before both windows. */
async function readEarlier(
  spend: Spend,
  { group, keys, from, to }: { group: SpendGroup; keys: readonly string[]; from: string; to: string },
): Promise<ReadonlySet<string>> {
  if (keys.length === 0 || from >= to) return new Set();
  const rows = await spend.tx.$queryRaw<{ key: string }[]>`
    select ${keySql(group)} as key
    from ${rowsSql(spend, { group, from, to })}
    where ${keySql(group)} = any(${[...keys]}::text[]) group by 1 having sum(c.cost_nanos) > 0`;
  return new Set(rows.map(({ key }) => key));
}

interface UseRow {
  key: string;
  q0: bigint;
  q1: bigint;
  c0: bigint;
  c1: bigint;
}

/** Why the shown keys grew or shrank: only of those that were there on both sides. */
async function readSplits(
  spend: Spend,
  group: SpendGroup,
  shown: readonly KeyMovement[],
): Promise<ReadonlyMap<string, ChangeSplit>> {
  const keys = shown.filter(({ kind }) => kind === "expansion" || kind === "contraction").map(({ key }) => key);
  if (keys.length === 0) return new Map();
  const { from, middle, today } = windowsOf(spend.today);
  const isNow = Prisma.sql`c.day >= ${middle}::date`;
  const tokens = allTokensSql("c");
  const rows = await spend.tx.$queryRaw<UseRow[]>`
    select ${keySql(group)} as key,
      coalesce(sum(${tokens}) filter (where not ${isNow}), 0)::bigint as q0,
      coalesce(sum(${tokens}) filter (where ${isNow}), 0)::bigint as q1,
      coalesce(sum(c.cost_nanos) filter (where not ${isNow}), 0)::bigint as c0,
      coalesce(sum(c.cost_nanos) filter (where ${isNow}), 0)::bigint as c1
    from ${rowsSql(spend, { group, from, to: today, more: ["connection_id", "model"] })}
    where ${keySql(group)} = any(${keys}::text[]) group by 1, c.connection_id, c.model`;
  const uses = new Map<string, TargetUse[]>();
  for (const { key, q0, q1, c0, c1 } of rows) {
    const use = { tokens: { before: q0, now: q1 }, nanos: { before: c0, now: c1 } };
    uses.set(key, [...(uses.get(key) ?? []), use]);
  }
  return new Map([...uses].map(([key, list]) => [key, splitChange(list, yearFactor)]));
}
