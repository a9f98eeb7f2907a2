import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { changeBudget } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { system, withSystem } from "#lib/db/system.ts";
import { exchangeLeases } from "#lib/leases/exchange.ts";
import type { UsageEvent } from "#lib/protocol/usage.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { compareBooks } from "./compare-books.ts";
import { ingestUsage } from "./ingest.ts";
import { rebuildUsage } from "./rebuild.ts";
import { dropOldUsage } from "./retention.ts";

/**
 * Ingest on a real Postgres. Guards taken out by hand once, each of which turned a test red: what was seen (takeFresh), its
 * lock, each refusal of refuseUnknown, refuseCharges and refuseCounts, the skew's correction and its tolerance, the bound of
 * the future, the order of the rollup's upsert, and every comparison of compareBooks.
 */
const usd = 1_000_000_000n;
let seeded: SeededOrg;
let box: SeededBox;
let connectionId: string;

beforeAll(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org);
  connectionId = await seedProvider(seeded.org);
});

async function leaseFor(who: SeededBox, capNanos = 100n * usd) {
  const { id: budgetId } = await createBudget(
    seeded.owner,
    budgetInput({ name: randomUUID(), connectionId, capNanos }),
  );
  const { answers } = await exchangeLeases(who.ctx, {
    ledgerId: randomUUID(),
    exchangeNo: 1,
    returns: [],
    asks: [{ budgetId, known: null, lastEpoch: 0, needNanos: capNanos / 2n, burnNanosPerSecond: 0n }],
  });
  const lease = answers[0]?.lease;
  if (!lease) throw new Error("there is room for a lease");
  return { budgetId, lease };
}

function eventsOf(count: number, facts: Partial<UsageEvent> = {}, leaseId?: string): UsageEvent[] {
  const bootId = randomUUID();
  return Array.from({ length: count }, (_, seq) => usageEvent({ connectionId, bootId, seq, ...facts }, leaseId));
}

function rollups(where: { boxId: string }) {
  return withSystem((tx) => tx.usageRollup.findMany({ where, orderBy: [{ hour: "asc" }, { model: "asc" }] }));
}

describe("what arrives", () => {
  test("late, again, in pieces or in another order comes to the same rollups and books", async () => {
    const hour = 3_600_000;
    const base = Math.floor(Date.now() / hour) * hour - 5 * hour;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(19), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
        async (cuts) => {
          const who = await seedBox(seeded.org);
          const { lease } = await leaseFor(who);
          const bootId = randomUUID();
          const events = Array.from({ length: 20 }, (_, seq) =>
            usageEvent(
              {
                connectionId,
                bootId,
                seq,
                model: seq % 3 === 0 ? "a" : "b",
                agent: seq % 2 === 0 ? "scout" : "",
                occurredAtMs: base + (seq % 4) * hour,
                costNanos: BigInt(seq) * 1000n,
              },
              lease.id,
            ),
          );
          for (const cut of cuts) {
            await ingestUsage(who.ctx, { events: cut.flatMap((index) => events[index] ?? []) });
          }
          await ingestUsage(who.ctx, { events });
          const rows = await rollups({ boxId: who.id });
          expect(rows.reduce((sum, row) => sum + row.costNanos, 0n)).toBe(190_000n);
          expect(rows.reduce((sum, row) => sum + row.requests, 0n)).toBe(20n);
          expect(new Set(rows.map((row) => `${row.hour.getTime()} ${row.model} ${row.agent}`)).size).toBe(rows.length);
          const stored = await system().lease.findUniqueOrThrow({ where: { id: lease.id } });
          expect(stored.spentNanos).toBe(190_000n);
        },
      ),
      { numRuns: 12 },
    );
    expect(await compareBooks()).toEqual([]);
  }, 60_000);

  test("the same batch twice at the same moment is counted once", async () => {
    const [first, ...events] = eventsOf(51);
    if (!first) throw new Error("there is a first one");
    await ingestUsage(box.ctx, { events: [first] });
    const answers = await Promise.all(Array.from({ length: 6 }, () => ingestUsage(box.ctx, { events })));
    expect(answers.map(({ accepted }) => accepted).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 50]);
  });

  test("of a box whose clock is off is put right by the console's time, and flagged", async () => {
    const who = await seedBox(seeded.org);
    const now = Date.now();
    const behindMs = 600_000;
    const [event] = eventsOf(1, { occurredAtMs: now - behindMs - 5000 });
    if (!event) throw new Error("one event");
    await ingestUsage(who.ctx, { sentAtMs: now - behindMs, events: [event] });
    const stored = await system().usageEvent.findFirstOrThrow({ where: { boxId: who.id } });
    expect(Math.abs(stored.occurredAt.getTime() - (now - 5000))).toBeLessThan(30_000);
    expect(stored.reportedAt.getTime()).toBe(event.occurredAtMs);
    expect(Number(stored.clockSkewMs)).toBeGreaterThan(behindMs - 30_000);
    const row = await system().box.findUniqueOrThrow({ where: { id: who.id } });
    expect(Number(row.clockSkewMs)).toBeGreaterThan(behindMs - 30_000);
    // Sent again with another idea of the time it is still the same event.
    expect(await ingestUsage(who.ctx, { sentAtMs: now, events: [event] })).toEqual({ accepted: 0, duplicates: 1 });
  });

  test("half a minute is the network's, not the clock's", async () => {
    const who = await seedBox(seeded.org);
    const now = Date.now();
    await ingestUsage(who.ctx, { sentAtMs: now - 30_000, events: eventsOf(1, { occurredAtMs: now - 40_000 }) });
    const stored = await system().usageEvent.findFirstOrThrow({ where: { boxId: who.id } });
    expect(stored).toMatchObject({ occurredAt: new Date(now - 40_000), clockSkewMs: 0n });
  });

  test("from the future counts as now", async () => {
    const who = await seedBox(seeded.org);
    await ingestUsage(who.ctx, { events: eventsOf(1, { occurredAtMs: Date.UTC(2200, 0, 1) }) });
    const stored = await system().usageEvent.findFirstOrThrow({ where: { boxId: who.id } });
    expect(Math.abs(stored.occurredAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(stored.clockSkewMs).toBeLessThan(0n);
  });

  test("under a soft budget is counted in the period in which it happened, also beyond the cap", async () => {
    const given = budgetInput({ name: randomUUID(), capNanos: usd, isSoft: true, period: "day" });
    const { id } = await createBudget(seeded.owner, given);
    const who = await seedBox(seeded.org);
    const yesterday = Date.now() - 86_400_000;
    await ingestUsage(who.ctx, { events: eventsOf(1, { counted: [id], costNanos: usd / 2n }) });
    await ingestUsage(who.ctx, { events: eventsOf(2, { counted: [id], costNanos: usd, occurredAtMs: yesterday }) });
    const periods = await system().budgetPeriod.findMany({ where: { budgetId: id }, orderBy: { startsAt: "asc" } });
    expect(periods).toMatchObject([
      { spentNanos: 2n * usd, countedNanos: 2n * usd, overCommittedNanos: usd },
      { spentNanos: usd / 2n, countedNanos: usd / 2n, overCommittedNanos: 0n },
    ]);
    // Made hard, it says what it is over by and heals with the next period.
    await changeBudget(seeded.owner, id, { isSoft: false });
    expect(await compareBooks()).toEqual([]);
  });
});

describe("a batch with one wrong item is refused whole, and the item is named", () => {
  async function refused(make: (good: UsageEvent[]) => Promise<UsageEvent[]> | UsageEvent[], words: string) {
    const who = await seedBox(seeded.org);
    const { lease, budgetId } = await leaseFor(who);
    const good = eventsOf(3, { costNanos: 1000n }, lease.id);
    const events = await make(good);
    await expect(ingestUsage(who.ctx, { events })).rejects.toThrow(words);
    expect(await rollups({ boxId: who.id })).toEqual([]);
    expect(await system().usageEvent.count({ where: { boxId: who.id } })).toBe(0);
    expect(await system().budgetPeriod.findFirst({ where: { budgetId } })).toMatchObject({ spentNanos: 0n });
    // Nothing of it was taken, so what was right can come again.
    expect(await ingestUsage(who.ctx, { events: good })).toEqual({ accepted: 3, duplicates: 0 });
  }
  const second = (events: UsageEvent[], change: (event: UsageEvent) => Partial<UsageEvent>) =>
    events.map((event, index) => (index === 1 ? { ...event, ...change(event) } : event));
  const charged = (event: UsageEvent, facts: Partial<UsageEvent["charges"][number]>) => ({
    charges: event.charges.map((item) => ({ ...item, ...facts })),
  });

  test("a lease of another box", async () => {
    const other = await leaseFor(await seedBox(seeded.org));
    await refused(
      (good) => second(good, (event) => charged(event, { leaseId: other.lease.id })),
      "events.1.charges.0.leaseId: not a lease of this box",
    );
  });

  test("a lease of another organization", async () => {
    const foreign = await seedOrg();
    const theirs = await seedBox(foreign.org);
    const provider = await seedProvider(foreign.org);
    const { id } = await createBudget(foreign.owner, budgetInput({ connectionId: provider, capNanos: usd }));
    const { answers } = await exchangeLeases(theirs.ctx, {
      ledgerId: randomUUID(),
      exchangeNo: 1,
      returns: [],
      asks: [{ budgetId: id, known: null, lastEpoch: 0, needNanos: 1n, burnNanosPerSecond: 0n }],
    });
    const leaseId = answers[0]?.lease?.id ?? "";
    await refused((good) => second(good, (event) => charged(event, { leaseId })), "events.1.charges.0.leaseId");
    await refused((good) => second(good, () => ({ counted: [id] })), "events.1.counted.0: not a budget of this");
    await refused((good) => second(good, () => ({ connectionId: provider })), "events.1.connectionId: not a provider");
  });

  test("another epoch than the lease's", () =>
    refused(
      (good) => second(good, (event) => charged(event, { epoch: 7 })),
      "events.1.charges.0.epoch: this lease has the epoch 1",
    ));

  test("a charge that is not the cost", () =>
    refused(
      (good) => second(good, (event) => charged(event, { nanos: 1n })),
      "events.1.charges.0.nanos: equal to the event's costNanos, 1000",
    ));

  test("a charge beyond the cost of what nobody can explain", () =>
    refused(
      (good) => second(good, (event) => ({ ...charged(event, { nanos: 1001n }), kind: "unaccounted" })),
      "events.1.charges.0.nanos: at most the event's costNanos, 1000",
    ));

  test("the same lease twice, the same soft budget twice", async () => {
    await refused(
      (good) => second(good, (event) => ({ charges: [...event.charges, ...event.charges] })),
      "events.1.charges.1.leaseId: each lease once per event",
    );
    const { id } = await createBudget(seeded.owner, budgetInput({ name: randomUUID(), capNanos: usd, isSoft: true }));
    await refused((good) => second(good, () => ({ counted: [id, id] })), "each budget once per event");
  });

  test("a price that the organization never had", () =>
    refused(
      (good) => second(good, () => ({ priceHash: "f".repeat(64) })),
      "events.1.priceHash: no price of this organization had this hash",
    ));
});

describe("the books", () => {
  test("name what somebody changed behind their back, and are put right from what is known", async () => {
    const who = await seedBox(seeded.org);
    const { lease, budgetId } = await leaseFor(who);
    await ingestUsage(who.ctx, { events: eventsOf(4, { costNanos: 1000n }, lease.id) });
    expect(await compareBooks()).toEqual([]);
    await system().$executeRaw`update usage_rollup set cost_nanos = cost_nanos + 1 where box_id = ${who.id}`;
    await system()
      .$executeRaw`update budget_period set reserved_nanos = reserved_nanos - 1 where budget_id = ${budgetId}`;
    const found = await compareBooks();
    expect(found.some((line) => line.includes("events cost 4000, the rollup says 4001"))).toBe(true);
    expect(found.some((line) => line.includes(`of ${budgetId}: spent 4000`))).toBe(true);
    expect(found).toHaveLength(2);
    expect(await rebuildUsage()).toEqual({ rollups: 1, periods: 1 });
    expect(await compareBooks()).toEqual([]);
    expect(await rebuildUsage()).toEqual({ rollups: 0, periods: 0 });
  });

  test("name rollups without events, leases that disagree, and numbers that were not noted", async () => {
    const who = await seedBox(seeded.org);
    const { lease } = await leaseFor(who);
    await ingestUsage(who.ctx, { events: eventsOf(1, { costNanos: 1000n }, lease.id) });
    await system()
      .$executeRaw`insert into usage_rollup select org_id, hour + interval '1 hour', connection_id, model, box_id, caller, requests,
      errors, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, cost_nanos from usage_rollup where box_id = ${who.id}`;
    await system()
      .$executeRaw`update lease set spent_nanos = spent_nanos - 1, returned_nanos = returned_nanos + 1 where id = ${lease.id}`;
    await system().$executeRaw`update usage_boot set seen = '[]' where box_id = ${who.id}`;
    const found = await compareBooks();
    expect(found.some((line) => line.includes("events cost 0, the rollup says 1000"))).toBe(true);
    expect(found.some((line) => line.includes(`lease ${lease.id}: events charge 1000, it says 999`))).toBe(true);
    expect(found.some((line) => line.includes("is not among the numbers that were taken"))).toBe(true);
    await system().$executeRaw`update usage_boot set seen = '[[0, 1]]' where box_id = ${who.id}`;
    await system()
      .$executeRaw`update lease set spent_nanos = spent_nanos + 1, returned_nanos = returned_nanos - 1 where id = ${lease.id}`;
    await rebuildUsage();
    expect(await compareBooks()).toEqual([]);
  });

  test("stay when old days go, and what comes again of those days is still known", async () => {
    const who = await seedBox(seeded.org);
    const old = Date.now() - 500 * 86_400_000;
    await system().$executeRaw`select ensure_usage_partitions(to_timestamp(${old / 1000})::date, 1)`;
    const events = eventsOf(3, { occurredAtMs: old });
    await ingestUsage(who.ctx, { events });
    await dropOldUsage();
    expect(await system().usageEvent.count({ where: { boxId: who.id } })).toBe(0);
    expect(await rollups({ boxId: who.id })).toMatchObject([{ requests: 3n }]);
    expect(await ingestUsage(who.ctx, { events })).toEqual({ accepted: 0, duplicates: 3 });
    expect(await compareBooks()).toEqual([]);
  });
});
