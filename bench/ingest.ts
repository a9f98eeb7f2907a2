import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createWorld, type World } from "#e2e/faults/world.ts";
import { Asker, seedAskers } from "#e2e/fixtures/asker.ts";
import { stringifyWire } from "#lib/money.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import type { BenchResult } from "#scripts/bench.ts";
import { median } from "./gateway/load.ts";

const boxes = 8;
const batchesPerBox = 15;
const eventsPerBatch = 1000;
const rounds = 3;

/**
 * Usage events a second over HTTP, eight boxes at once in batches of a thousand: signatures, gzip, validation, what was seen,
 * raw events with their indexes, rollups and a charged lease each, on a durable Postgres. The reference is COPY of the very
 * rows that this wrote into a bare table on the same Postgres, in turns. The boxes' own work (gzip, signing) is done on the
 * same cores and counts against us.
 */
export async function run(): Promise<BenchResult> {
  if (!readdirSync(".").includes(".next")) throw new Error("npm run build first: the console is not built");
  await using world = await createWorld();
  await world.start("web");
  psql(world, "select ensure_usage_partitions(current_date, 2)");
  const seeded = await seedAskers(world.env, { boxes, capNanos: 50_000_000_000_000_000n });
  const askers = await Promise.all(seeded.boxes.map((box) => Asker.of(world.consoleUrl, seeded, box)));
  for (const asker of askers) await asker.ask(1_000_000_000_000n);
  const ours: number[] = [];
  const copied: number[] = [];
  await sendAll(askers, seeded.connectionId, 2);
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await sendAll(askers, seeded.connectionId, batchesPerBox));
    copied.push(copyAll(world, round));
    console.log(
      `round ${round + 1}: ${Math.round(ours.at(-1) ?? 0)} events/s, COPY ${Math.round(copied.at(-1) ?? 0)} rows/s`,
    );
  }
  for (const asker of askers) await asker.close();
  const figures = { eventsPerSecond: median(ours), copyRowsPerSecond: median(copied) };
  return { ratios: { copy: figures.eventsPerSecond / figures.copyRowsPerSecond }, figures };
}

async function sendAll(askers: readonly Asker[], connectionId: string, batches: number): Promise<number> {
  const work = askers.map((asker) => Array.from({ length: batches }, () => batchOf(asker, connectionId)));
  const startedAt = performance.now();
  await Promise.all(
    askers.map(async (asker, index) => {
      for (const batch of work[index] ?? []) await asker.report(batch);
    }),
  );
  return (askers.length * batches * eventsPerBatch * 1000) / (performance.now() - startedAt);
}

function batchOf({ leaseId }: Asker, connectionId: string): string[] {
  const bootId = randomUUID();
  return Array.from({ length: eventsPerBatch }, (_, seq) =>
    stringifyWire(
      usageEvent(
        { connectionId, bootId, seq, costNanos: 1000n, model: `model-${seq % 5}`, caller: `app-${seq % 7}` },
        leaseId ?? undefined,
      ),
    ),
  );
}

/** As many rows as one round sent, from a file into a new table without index or constraint. */
function copyAll(world: World, round: number): number {
  const file = join(world.dataDir, `rows-${round}.tsv`);
  const rows = boxes * batchesPerBox * eventsPerBatch;
  psql(world, `\\copy (select * from usage_event limit ${rows}) to '${file}'`);
  psql(world, `create table bare_${round} (like usage_event)`);
  const startedAt = performance.now();
  psql(world, `\\copy bare_${round} from '${file}'`);
  return (rows * 1000) / (performance.now() - startedAt);
}

function psql({ databaseUrl }: World, command: string): void {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", command, databaseUrl], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`psql: ${done.stderr || done.error?.message}`);
}
