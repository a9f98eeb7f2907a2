import { expect, test } from "vitest";
import { play, type Report } from "./world.ts";

/**
 * Two thousand seeds of the ledger's simulator: the console's and the box's real cores through crashes at any await and any
 * write, lost and repeated and reordered messages, partitions, lost and restored disks, clocks ten minutes off, pauses, cap
 * edits, decommissioning and rollover. A failing seed is played again with `npm run sim:ledger -- --seed N`.
 */
const seeds = Array.from({ length: 2000 }, (_, index) => index + 1);
const atOnce = 250;

test.each(Array.from({ length: seeds.length / atOnce }, (_, part) => part * atOnce))(
  "from seed %i on, no promise of the ledger is broken",
  async (first) => {
    const reports: Report[] = [];
    for (const seed of seeds.slice(first, first + atOnce)) {
      reports.push(await again(seed));
    }
    // Seeds that do nothing would prove nothing.
    const calls = reports.reduce((sum, report) => sum + report.calls, 0);
    const events = reports.reduce((sum, report) => sum + report.events, 0);
    expect(calls).toBeGreaterThan(atOnce * 10);
    expect(events).toBeGreaterThan(atOnce * 10);
  },
  60_000,
);

test("the same seed plays the same history", async () => {
  expect(await play(7)).toEqual(await play(7));
});

async function again(seed: number): Promise<Report> {
  try {
    return await play(seed);
  } catch (error) {
    throw new Error(`again: npm run sim:ledger -- --seed ${seed}`, { cause: error });
  }
}
