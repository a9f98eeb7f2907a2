import { parseArgs } from "node:util";
import { play } from "./world.ts";

// Plays the ledger's simulator: npm run sim:ledger -- --seeds 10000 [--from 1], or one seed again with --seed N.
const { values } = parseArgs({
  options: { seeds: { type: "string" }, from: { type: "string" }, seed: { type: "string" } },
});
const first = Number(values.seed ?? values.from ?? 1);
const count = values.seed === undefined ? Number(values.seeds ?? 1000) : 1;
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || count < 1) {
  console.error("seeds, from and seed are whole numbers");
  process.exit(2);
}

const total = { calls: 0, refused: 0, events: 0, leases: 0 };
for (let seed = first; seed < first + count; seed++) {
  try {
    const report = await play(seed);
    total.calls += report.calls;
    total.refused += report.refused;
    total.events += report.events;
    total.leases += report.leases;
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    console.error(`Again: npm run sim:ledger -- --seed ${seed}`);
    process.exit(1);
  }
  if ((seed - first + 1) % 1000 === 0) console.error(`${seed - first + 1} of ${count}`);
}
console.log(JSON.stringify({ seeds: count, from: first, ...total }));
process.exit(0);
