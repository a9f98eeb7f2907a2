import { readdirSync } from "node:fs";
import pg from "pg";
import { createWorld, type World } from "#e2e/faults/world.ts";
import { Asker, seedAskers } from "#e2e/fixtures/asker.ts";
import type { BenchResult } from "#scripts/bench.ts";
import { median } from "./gateway/load.ts";

const connections = 64;
const rounds = 3;
const seconds = 4;
const usd = 1_000_000_000n;

/**
 * Grants by `POST /api/box/v1/leases`, 64 boxes at once on one budget, through a real web process and a real, durable
 * Postgres: proof of the key, token, books, scarcity and all. The reference is the least that could be called a budget: one
 * conditional UPDATE of one row, by as many connections, in the same database and in turns. And once, as a check: 1,000
 * asks of ten cents on five dollars.
 */
export async function run(): Promise<BenchResult> {
  if (!readdirSync(".").includes(".next")) throw new Error("npm run build first: the console is not built");
  await using world = await createWorld();
  await world.start("web");
  const grantsOf1000 = await countGrants(world);
  const seeded = await seedAskers(world.env, { boxes: connections, capNanos: 50_000_000n * usd });
  const askers = await Promise.all(seeded.boxes.map((box) => Asker.of(world.consoleUrl, seeded, box)));
  const bare = await bareRow(world.databaseUrl);
  const ask = async (asker: Asker) => {
    const { result } = await asker.ask(1000n);
    if (result !== "enough") throw new Error(`a grant out of plenty was ${result}`);
  };
  const [ours, reference]: [Measured[], Measured[]] = [[], []];
  await measure(askers, ask, 1);
  await measure(bare, debit, 1);
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(askers, ask, seconds));
    reference.push(await measure(bare, debit, seconds));
  }
  for (const asker of askers) await asker.close();
  for (const client of bare) await client.end();
  const figures = {
    grantsOf1000,
    grantsPerSecond: median(ours.map((one) => one.perSecond)),
    p50Ms: median(ours.map((one) => one.p50Ms)),
    p99Ms: median(ours.map((one) => one.p99Ms)),
    barePerSecond: median(reference.map((one) => one.perSecond)),
    bareP99Ms: median(reference.map((one) => one.p99Ms)),
  };
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(16)} ${value.toFixed(1)}`);
  return { ratios: { bareUpdate: figures.grantsPerSecond / figures.barePerSecond }, figures };
}

async function countGrants(world: World): Promise<number> {
  const seeded = await seedAskers(world.env, { boxes: 100, capNanos: 5n * usd });
  const counts = await Promise.all(
    seeded.boxes.map(async (box) => {
      const asker = await Asker.of(world.consoleUrl, seeded, box);
      let granted = 0;
      for (let round = 0; round < 10; round += 1) {
        if ((await asker.ask(usd / 10n)).result === "enough") granted += 1;
      }
      await asker.close();
      return granted;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Connections to a database with one row that is a budget. */
async function bareRow(databaseUrl: string): Promise<pg.Client[]> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      return client;
    }),
  );
  await clients[0]?.query(`
    create table bench_budget (id int primary key, cap bigint not null, spent bigint not null, reserved bigint not null);
    insert into bench_budget values (1, 1000000000000000, 0, 0)`);
  return clients;
}

async function debit(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query({
    name: "debit",
    text: "update bench_budget set reserved = reserved + $1 where id = 1 and spent + reserved + $1 <= cap returning reserved",
    values: ["1000"],
  });
  if (rowCount !== 1) throw new Error("a grant out of plenty was refused");
}

type Measured = { perSecond: number; p50Ms: number; p99Ms: number };

/** Every worker one request after the other. */
async function measure<Worker>(
  workers: readonly Worker[],
  request: (worker: Worker) => Promise<void>,
  forSeconds: number,
): Promise<Measured> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + forSeconds * 1000;
  await Promise.all(
    workers.map(async (worker) => {
      while (performance.now() < endsAt) {
        const at = performance.now();
        await request(worker);
        latencies.push(performance.now() - at);
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: latencies.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99) };
}
