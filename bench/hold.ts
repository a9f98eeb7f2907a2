import { ServerTime, systemClock } from "#box/clock.ts";
import { Ledger } from "#box/ledger/ledger.ts";
import { callFacts, grantOf } from "#box/ledger/testing/fixture.ts";
import { MemoryStore } from "#box/ledger/testing/memory-store.ts";
import type { BenchResult } from "#scripts/bench.ts";

const calls = 200_000;
const rounds = 5;
/** Calls that end before one commit. */
const burst = 64;

/**
 * What the ledger adds to a call: a hold in two budgets and its settling, with a disk that costs nothing, against the
 * same arithmetic on bare numbers (check, add, subtract; no records, no journal, no slices). The commit to that disk is
 * a figure of its own, because calls that end together share it.
 */
export function run(): Promise<BenchResult> {
  const ours: number[] = [];
  const bare: number[] = [];
  let commitNanos = 0;
  for (let round = 0; round <= rounds; round++) {
    const measured = { ours: measureLedger(), bare: measureBare() };
    // The first round is for the compiler.
    if (round === 0) continue;
    for (const nanos of measured.ours.each) ours.push(nanos);
    for (const nanos of measured.bare) bare.push(nanos);
    commitNanos += measured.ours.commitNanos;
  }
  const figures = {
    holdAndSettleP50Micros: micros(ours, 0.5),
    holdAndSettleP99Micros: micros(ours, 0.99),
    bareNumbersP50Micros: micros(bare, 0.5),
    bareNumbersP99Micros: micros(bare, 0.99),
    commitPerCallMicros: Math.round(commitNanos / (rounds * calls)) / 1000,
  };
  console.log(`hold and settle: p50 ${figures.holdAndSettleP50Micros} µs, p99 ${figures.holdAndSettleP99Micros} µs`);
  return Promise.resolve({ ratios: { holdAndSettleToBareNumbers: sum(ours) / sum(bare) }, figures });
}

function measureLedger(): { each: number[]; commitNanos: number } {
  const store = new MemoryStore();
  const timers = {
    ...{ setTimeout: () => 0, setInterval: () => 0, clearTimeout: () => undefined, clearInterval: () => undefined },
    setImmediate: () => undefined,
  };
  const ledger = new Ledger({ store, clock: systemClock, time: new ServerTime(systemClock), bootId: "bench", timers });
  const grants = [1, 2].map((number) => grantOf(number, 1_000_000_000_000n));
  for (const grant of grants) ledger.acceptGrant(grant);
  const budgetIds = grants.map(({ budgetId }) => budgetId);
  const facts = callFacts(400n);
  const each: number[] = [];
  let commitNanos = 0;
  for (let call = 0; call < calls; call++) {
    const startedAt = process.hrtime.bigint();
    const result = ledger.hold(budgetIds, 1000n);
    if (!result.isHeld) throw new Error("the lease is large enough");
    ledger.settle(result.hold, facts);
    const settledAt = process.hrtime.bigint();
    each.push(Number(settledAt - startedAt));
    if (call % burst !== burst - 1) continue;
    ledger.flush();
    commitNanos += Number(process.hrtime.bigint() - settledAt);
    const rows = store.listOutbox(burst);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first && last) store.removeFromOutbox(first.id, last.id);
  }
  return { each, commitNanos };
}

function measureBare(): number[] {
  const accounts = [1, 2].map(() => ({ granted: 1e12, spent: 0, held: 0 }));
  const each: number[] = [];
  for (let call = 0; call < calls; call++) {
    const startedAt = process.hrtime.bigint();
    if (accounts.every(({ granted, spent, held }) => granted - spent - held >= 1000)) {
      for (const account of accounts) account.held += 1000;
    }
    for (const account of accounts) {
      account.held -= 1000;
      account.spent += 400;
    }
    each.push(Number(process.hrtime.bigint() - startedAt));
  }
  return each;
}

function micros(nanos: number[], share: number): number {
  const sorted = nanos.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] ?? 0) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
