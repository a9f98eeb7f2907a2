import pg from "pg";
import { migrate } from "#lib/db/migrate.ts";
import { stringifyWire } from "#lib/money.ts";
import { getChannels } from "#lib/spend/channels.ts";
import { getHeadline } from "#lib/spend/headline.ts";
import { getMovements } from "#lib/spend/movements.ts";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { settleOrg } from "#lib/spend/settle.ts";
import { getUnits } from "#lib/spend/units.ts";
import { getWhatIf } from "#lib/spend/what-if/read.ts";
import { WhatIfQuery } from "#lib/spend/what-if/schema.ts";
import type { BenchResult } from "#scripts/bench.ts";
import { startThrowAwayPostgres } from "#scripts/throw-away-postgres.ts";
import { median } from "./gateway/load.ts";
import { seedHistory } from "./spend/history.ts";

const rounds = 25;

type History = Awaited<ReturnType<typeof seedHistory>>;

/** What pages ask, by name; each answer is read, summed and written as JSON. */
const questions: Record<string, (of: History) => Promise<unknown>> = {
  overview: ({ owner }) => getSpend(owner, spendInput({ range: "30d", groupBy: ["provider"], compare: "previous" })),
  yearByProvider: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["provider"] })),
  yearByModel: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["model"], compare: "previous" })),
  yearByChannel: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["channel"] })),
  yearByBox: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["box"] })),
  yearByGroup: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["group"] })),
  yearByAgent: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["agent"] })),
  monthModelByBox: ({ owner }) => getSpend(owner, spendInput({ range: "30d", groupBy: ["model", "box"] })),
  yearModelByBox: ({ owner }) => getSpend(owner, spendInput({ range: "12m", groupBy: ["model", "box"] })),
  yearOfOneBox: ({ owner, boxIds }) =>
    getSpend(owner, spendInput({ range: "12m", groupBy: ["model"], box: boxIds.slice(0, 1) })),
  hoursByModel: ({ owner }) => getSpend(owner, spendInput({ range: "24h", groupBy: ["model"] })),
  monthInOtherZone: ({ owner }) =>
    getSpend(owner, spendInput({ range: "30d", groupBy: ["provider"], zone: "Asia/Shanghai" })),
  headline: ({ owner }) => getHeadline(owner, undefined),
  units: ({ owner }) => getUnits(owner, undefined),
  channels: ({ owner }) => getChannels(owner, { groupBy: "channel" }),
  movementsByModel: ({ owner }) => getMovements(owner, { groupBy: "model" }),
  movementsByBox: ({ owner }) => getMovements(owner, { groupBy: "box" }),
  movementsByGroup: ({ owner }) => getMovements(owner, { groupBy: "group" }),
  movementsByAgent: ({ owner }) => getMovements(owner, { groupBy: "agent" }),
  whatIf: ({ owner }) => getWhatIf(owner, WhatIfQuery.parse({})),
};

/**
 * What pages of spend wait for at 400 days × 8 providers × 20 models × 1,000 boxes: once with about a million calls behind the
 * sums, once with a hundred million, in turns. The sums are written directly; how many rows they are is told.
 */
export async function run(): Promise<BenchResult> {
  await using postgres = await startThrowAwayPostgres();
  process.env.DATABASE_URL = postgres.url;
  process.env.KAIHE_SECRET ??= "a secret of a bench, 32 characters";
  await migrate(postgres.url);
  const small = await prepared(postgres.url, { everyHours: 10, callsPerRow: 1 });
  const large = await prepared(postgres.url, { everyHours: 1, callsPerRow: 10 });
  const figures: Record<string, number> = { smallRollupRows: small.rows, largeRollupRows: large.rows };
  const ratios: Record<string, number> = {};
  for (const [name, ask] of Object.entries(questions)) {
    const times = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.small.push(await timed(() => ask(small)));
      times.large.push(await timed(() => ask(large)));
    }
    const p95 = times.large.toSorted((a, b) => a - b)[Math.floor(rounds * 0.95)] ?? 0;
    const ratio = median(times.large) / median(times.small);
    if (name === "overview") ratios.events100Mover1M = ratio;
    figures[`${name}P50Ms`] = round1(median(times.large));
    figures[`${name}P95Ms`] = round1(p95);
    console.log(
      `${name}: p50 ${round1(median(times.large))} ms, p95 ${round1(p95)} ms, ${ratio.toFixed(2)} × that of 1M calls`,
    );
  }
  return { ratios, figures };
}

async function prepared(url: string, calls: Parameters<typeof seedHistory>[0]): Promise<History> {
  const startedAt = performance.now();
  const history = await seedHistory(calls);
  const writtenAt = performance.now();
  await settleOrg(history.org);
  await analyze(url);
  const seconds = [writtenAt - startedAt, performance.now() - writtenAt].map((ms) => (ms / 1000).toFixed(1));
  console.log(`${history.rows} rows of hourly sums in ${seconds[0]} s, their days summed in ${seconds[1]} s`);
  return history;
}

/** What autovacuum does by itself, which a throw-away Postgres leaves out. Only a table's owner may. */
async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum analyze");
  await client.end();
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  stringifyWire(await ask());
  return performance.now() - startedAt;
}

function round1(ms: number): number {
  return Math.round(ms * 10) / 10;
}
