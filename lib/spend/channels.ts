import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { seededRandom } from "../seeded-random.ts";
import { crossovers } from "./core/crossover.ts";
import { crossoverAhead, type KeySeries } from "./core/crossover-ahead.ts";
import { dayRange } from "./core/day.ts";
import { movingSums, runRateDays } from "./core/run-rate.ts";
import { daySeries } from "./core/series.ts";
import { addDays, daysBetween, laterDay } from "./days.ts";
import { askedOf, joinsSql, keySql } from "./filter-sql.ts";
import { type History, readHistory } from "./history.ts";
import { readLabels } from "./labels.ts";
import type { SpendChannels } from "./metrics-schema.ts";
import { type Spend, withSpend } from "./source.ts";

const shownDays = 182;
/** The largest of the last 28 days; what is below them cannot be told apart in a picture of shares. */
const maxKeys = 50;
/** Who overtakes whom is said of the largest few: among the small ones it happens all the time and means nothing. */
const rankedKeys = 8;

interface Asked {
  zone?: string | undefined;
  groupBy: "channel" | "provider";
}

/** Who bills for how much of it: direct, cloud, middleware, local, or each provider; by day, each the sum of 28. */
export async function getChannels(ctx: Ctx, { zone, groupBy }: Asked): Promise<z.output<typeof SpendChannels>> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, zone, async (spend) => {
    const history = await readHistory(spend, ctx.org.id);
    const { today } = spend;
    const shownFrom = laterDay(history.firstDay, addDays(today, -shownDays));
    const keySeries = await readKeySeries(spend, groupBy, history);
    const curves = keySeries.map(({ key, series }) => ({
      key,
      points: movingSums(series.points, runRateDays).slice(daysBetween(series.from, shownFrom)),
    }));
    const ranked = new Set(keySeries.slice(0, rankedKeys).map(({ key }) => key));
    const keys = curves.map(({ key }) => key);
    const labels = await readLabels(spend.tx, ctx.org.id, { group: groupBy, keys });
    return {
      timezone: spend.zone,
      days: dayRange(shownFrom, daysBetween(shownFrom, today)),
      series: curves.map(({ key, points }) => ({ key, label: labels.get(key) ?? key, points })),
      crossovers: crossovers(
        curves.filter(({ key }) => ranked.has(key)),
        shownFrom,
      ),
      ahead: aheadOf(keySeries.filter(({ key }) => ranked.has(key))),
    };
  });
}

/** Largest in the last 28 days first, ties by key. */
async function readKeySeries(spend: Spend, group: Asked["groupBy"], { firstDay }: History): Promise<KeySeries[]> {
  const { today } = spend;
  const from = laterDay(firstDay, addDays(today, -shownDays - runRateDays + 1));
  const rows = await spend.tx.$queryRaw<{ day: string; key: string; nanos: bigint }[]>`
    select c.day::text as day, ${keySql(group)} as key, sum(c.cost_nanos)::bigint as nanos
    from (${spend.days(from, today, askedOf([group], {}))}) c ${joinsSql([group], {})}
    group by 1, 2 having sum(c.cost_nanos) > 0`;
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return [...byKey]
    .map(([key, amounts]) => {
      const series = daySeries(amounts, from, today);
      return { key, series, recent: series.points.slice(-runRateDays).reduce((sum, nanos) => sum + nanos, 0n) };
    })
    .toSorted((a, b) => (a.recent === b.recent ? (a.key < b.key ? -1 : 1) : a.recent > b.recent ? -1 : 1))
    .slice(0, maxKeys);
}

/** Every pair that is about to change places, the soonest first. */
function aheadOf(ranked: readonly KeySeries[]): z.output<typeof SpendChannels>["ahead"] {
  // One seed for all: a pair's interval does not hang on which others there are.
  return ranked
    .flatMap((a, index) => ranked.slice(index + 1).map((b) => crossoverAhead(a, b, seededRandom(1))))
    .filter((found) => found !== null)
    .toSorted((a, b) => (`${a.day} ${a.over} ${a.under}` < `${b.day} ${b.over} ${b.under}` ? -1 : 1));
}
