import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import { offeredModel } from "../prices/catalog.ts";
import { priceAt } from "../prices/cost.ts";
import type { Rates } from "../protocol/price.ts";
import { tokenBuckets } from "../protocol/token-buckets.ts";
import type { Tokens } from "../protocol/usage.ts";
import { storedModels } from "../providers/models.ts";
import { type BucketCount, percentilesOf } from "./core/histogram-buckets.ts";
import { runRateDays } from "./core/run-rate.ts";
import { blendedPrice, cacheHitShare, cacheSavedNanos, classPrices } from "./core/unit-costs.ts";
import { addDays } from "./days.ts";
import { readHistory } from "./history.ts";
import { readLabels } from "./labels.ts";
import type { SpendUnits } from "./metrics-schema.ts";
import { type Totals, tokensOfRow } from "./series.ts";
import { type Spend, withSpend } from "./source.ts";
import { sumsSql } from "./tokens-sql.ts";

const maxTargets = 50;

/** What a unit costs and how well it works, over the last 28 complete days. */
export async function getUnits(ctx: Ctx, zone: string | undefined): Promise<z.output<typeof SpendUnits>> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, zone, async (spend) => {
    const { completeDays, lastDay } = await readHistory(spend, ctx.org.id);
    const uses = await readUses(spend);
    const rates = await readRates(spend, ctx.org.id, uses, Date.now());
    const priced = uses.map((use) => ({ tokens: use.tokens, rates: rates.get(targetOf(use)) ?? null }));
    const sum = (pick: (use: Use) => bigint) => uses.reduce((total, use) => total + pick(use), 0n);
    const targets = uses.toSorted(byErrors).slice(0, maxTargets);
    const labels = await readLabels(spend.tx, ctx.org.id, {
      group: "provider",
      keys: targets.map(({ connectionId }) => connectionId),
    });
    const histograms = await readHistograms(spend, ctx.org.id, targets);
    const tokens = sum((use) => tokenBuckets.reduce((total, bucket) => total + BigInt(use.tokens[bucket]), 0n));
    return {
      timezone: spend.zone,
      asOf: completeDays === 0 ? null : lastDay,
      blended: blendedPrice(
        sum((use) => use.costNanos),
        tokens,
      ),
      ...classPrices(priced),
      cacheHitShare: cacheHitShare(priced),
      cacheSavedNanos: cacheSavedNanos(priced),
      boxCacheSavedNanos: sum((use) => use.savedNanos),
      ...measured(histograms),
      requests: Number(sum((use) => use.requests)),
      errors: Number(sum((use) => use.errors)),
      targets: targets.map((use) => ({
        connectionId: use.connectionId,
        connectionName: labels.get(use.connectionId) ?? use.connectionId,
        model: use.model,
        requests: Number(use.requests),
        errors: Number(use.errors),
        costNanos: use.costNanos,
        latencyMs: percentilesOf(countsOf(histograms, "latency").filter((row) => targetOf(row) === targetOf(use))),
      })),
    };
  });
}

interface Target {
  connectionId: string;
  model: string;
}

interface Use extends Target {
  tokens: Tokens;
  requests: bigint;
  errors: bigint;
  costNanos: bigint;
  savedNanos: bigint;
}

function targetOf({ connectionId, model }: Target): string {
  return `${connectionId} ${model}`;
}

function byErrors(a: Use, b: Use): number {
  if (a.errors !== b.errors) return a.errors > b.errors ? -1 : 1;
  if (a.requests !== b.requests) return a.requests > b.requests ? -1 : 1;
  return targetOf(a) < targetOf(b) ? -1 : 1;
}

async function readUses(spend: Spend): Promise<Use[]> {
  const { today } = spend;
  const rows = await spend.tx.$queryRaw<(Totals & Target)[]>`
    select c.connection_id as "connectionId", c.model, ${sumsSql("c")}
    from (${spend.days(addDays(today, -runRateDays), today, ["connection_id", "model"])}) c group by 1, 2`;
  return rows.map((row) => ({
    connectionId: row.connectionId,
    model: row.model,
    requests: row.requests,
    errors: row.errors,
    costNanos: row.cost_nanos,
    savedNanos: row.saved_nanos,
    tokens: tokensOfRow(row),
  }));
}

/** What each used model costs at the moment, after the connection's discount; those without a price are left out. */
async function readRates(
  spend: Spend,
  orgId: string,
  uses: readonly Target[],
  nowMs: number,
): Promise<ReadonlyMap<string, Rates>> {
  const connections = await spend.tx.providerConnection.findMany({
    where: { id: { in: [...new Set(uses.map(({ connectionId }) => connectionId))] } },
    select: { id: true, models: true },
  });
  const discountsOf = await readDiscounts(spend.tx, orgId);
  const used = new Set(uses.map(targetOf));
  const rates = new Map<string, Rates>();
  for (const { id, models } of connections) {
    for (const model of storedModels(models)) {
      const target = targetOf({ connectionId: id, model: model.id });
      if (!used.has(target)) continue;
      const tier = priceAt(offeredModel(model, discountsOf(id)).prices, nowMs)?.tiers[0];
      if (tier) rates.set(target, tier.rates);
    }
  }
  return rates;
}

interface HistogramRow extends Target, BucketCount {
  measure: string;
  /** Of the values themselves. */
  sum: bigint;
}

/** Of settled days; where they are not among `targets`, all targets as one. */
async function readHistograms(spend: Spend, orgId: string, targets: readonly Target[]): Promise<HistogramRow[]> {
  const { today } = spend;
  const days = Prisma.sql`org_id = ${orgId} and day >= ${addDays(today, -runRateDays)}::date and day < ${today}::date`;
  // Counts are far below 2^53, and sums of float8 take a fifth of the time that numeric takes.
  const rows = await spend.tx.$queryRaw<HistogramRow[]>`
    select 'latency' as measure, coalesce(t.connection_id, '') as "connectionId", coalesce(t.model, '') as model, h.bucket,
      sum(h.count) as count, 0::bigint as sum
    from (
      select connection_id, model, bucket, sum(count::float8) as count from spend_histogram
      where ${days} and measure = 'latency' group by 1, 2, 3) h
    left join unnest(${targets.map(({ connectionId }) => connectionId)}::text[], ${targets.map(({ model }) => model)}::text[])
      as t(connection_id, model) on t.connection_id = h.connection_id and t.model = h.model
    group by 2, 3, 4
    union all
    select measure, '', '', bucket, sum(count::float8), sum(sum)::bigint from spend_histogram
    where ${days} and measure in ('first_token', 'run_cost', 'run_ok') group by 1, 4`;
  return rows;
}

function countsOf(rows: readonly HistogramRow[], measure: string): HistogramRow[] {
  return rows.filter((row) => row.measure === measure);
}

function measured(rows: readonly HistogramRow[]) {
  const runs = countsOf(rows, "run_cost");
  const costs = percentilesOf(runs);
  const okCount = countsOf(rows, "run_ok").find(({ bucket }) => bucket === 1)?.count ?? 0;
  return {
    runs: {
      count: costs?.count ?? 0,
      okCount,
      costNanos: runs.reduce((sum, row) => sum + row.sum, 0n),
      costUsd: costs && { ...costs, p50: costs.p50 / 1e9, p95: costs.p95 / 1e9 },
    },
    latencyMs: percentilesOf(countsOf(rows, "latency")),
    firstTokenMs: percentilesOf(countsOf(rows, "first_token")),
  };
}
