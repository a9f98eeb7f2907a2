import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { setBoxTags } from "#lib/boxes/set-tags.ts";
import { changeBudget } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { withSystem } from "#lib/db/system.ts";
import { AppError } from "#lib/errors.ts";
import { minNanos } from "#lib/money.ts";
import type { LeaseAnswer } from "#lib/protocol/lease.ts";
import { compareBooks } from "#lib/usage/compare-books.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { exchangeLeases } from "./exchange.ts";
import { expireLeases } from "./expire.ts";

/**
 * The console's ledger where everybody comes at once, on a real Postgres. Guards that were taken out by hand once, and what
 * turned red: the order of the locks on periods (59 deadlocks among overlapping budgets), the locks themselves (all but the
 * last test), the lock on the asking box (the last test). The condition of the UPDATE stands behind the locks and changes
 * nothing alone.
 */
const usd = 1_000_000_000n;
const cent = usd / 100n;
let seeded: SeededOrg;
let connectionId: string;

beforeAll(async () => {
  seeded = await seedOrg();
  connectionId = await seedProvider(seeded.org);
});

/** What a box remembers of its leases; it never makes two requests at once. */
class Caller {
  readonly box: SeededBox;
  readonly known = new Map<string, { leaseId: string; grantedNanos: bigint; spentNanos: bigint; lastEpoch: number }>();
  readonly #ledgerId = randomUUID();
  readonly #bootId = randomUUID();
  #exchangeNo = 0;
  #seq = 0;

  constructor(box: SeededBox) {
    this.box = box;
  }

  async ask(budgetIds: readonly string[], needNanos: bigint): Promise<LeaseAnswer[]> {
    const { answers } = await exchangeLeases(this.box.ctx, {
      ledgerId: this.#ledgerId,
      exchangeNo: ++this.#exchangeNo,
      returns: [],
      asks: budgetIds.map((budgetId) => {
        const known = this.known.get(budgetId);
        const lease = known ? { leaseId: known.leaseId, grantedNanos: known.grantedNanos } : null;
        return { budgetId, known: lease, lastEpoch: known?.lastEpoch ?? 0, needNanos, burnNanosPerSecond: 0n };
      }),
    });
    for (const { budgetId, lease } of answers) {
      if (!lease) continue;
      const known = this.known.get(budgetId);
      const spentNanos = known?.leaseId === lease.id ? known.spentNanos : 0n;
      const { id: leaseId, grantedNanos, epoch: lastEpoch } = lease;
      this.known.set(budgetId, { leaseId, grantedNanos, spentNanos, lastEpoch });
    }
    return answers;
  }

  /** One call under all of these budgets that the box has money of, reported at once. */
  async spend(budgetIds: readonly string[], mostNanos: bigint, counted: readonly string[]): Promise<void> {
    const leases = budgetIds.flatMap((id) => this.known.get(id) ?? []);
    const costNanos = leases.map((lease) => lease.grantedNanos - lease.spentNanos).reduce(minNanos, mostNanos);
    for (const lease of leases) lease.spentNanos += costNanos;
    const charges = leases.map(({ leaseId, lastEpoch }) => ({ leaseId, epoch: lastEpoch, nanos: costNanos }));
    const key = { bootId: this.#bootId, seq: this.#seq++ };
    const event = usageEvent({ connectionId, ...key, costNanos, charges, counted: [...counted] });
    await ingestUsage(this.box.ctx, { events: [event] });
  }

  /** Gives back half of what it has left. */
  async giveBack(budgetIds: readonly string[]): Promise<void> {
    const leases = budgetIds.flatMap((id) => this.known.get(id) ?? []);
    const returns = leases.map((lease) => {
      const back = (lease.grantedNanos - lease.spentNanos) / 2n;
      lease.spentNanos += back;
      return { leaseId: lease.leaseId, returnedNanos: back, overAtNanos: null };
    });
    await exchangeLeases(this.box.ctx, {
      ledgerId: this.#ledgerId,
      exchangeNo: ++this.#exchangeNo,
      returns,
      asks: [],
    });
  }
}

function seedCallers(count: number): Promise<Caller[]> {
  return Promise.all(Array.from({ length: count }, async () => new Caller(await seedBox(seeded.org))));
}

async function budgetOf(capNanos: bigint, scope: Partial<ReturnType<typeof budgetInput>> = {}): Promise<string> {
  const input = budgetInput({ name: `b-${randomUUID()}`, capNanos, ...scope });
  return (await createBudget(seeded.owner, input)).id;
}

async function leasedNanos(budgetId: string): Promise<{ reserved: bigint; granted: bigint[] }> {
  const period = await withSystem((tx) =>
    tx.budgetPeriod.findFirstOrThrow({ where: { budgetId }, include: { leases: true } }),
  );
  return { reserved: period.reservedNanos, granted: period.leases.map((lease) => lease.grantedNanos) };
}

describe("ten cents each, of five dollars", () => {
  test("1,000 boxes at once: exactly fifty can make a call, and nothing is left over", async () => {
    const budgetId = await budgetOf(5n * usd, { connectionId });
    const callers = await seedCallers(1000);
    const answers = (await Promise.all(callers.map((caller) => caller.ask([budgetId], usd / 10n)))).flat();
    const served = answers.filter(({ result }) => result === "enough");
    expect(served).toHaveLength(50);
    expect(served.every(({ lease }) => lease?.grantedNanos === usd / 10n)).toBe(true);
    const others = answers.filter(({ result }) => result !== "enough");
    expect(others.every(({ result, lease }) => result === "exhausted" && lease === null)).toBe(true);
    const { reserved, granted } = await leasedNanos(budgetId);
    expect(reserved).toBe(5n * usd);
    expect(granted).toEqual(Array.from({ length: 50 }, () => usd / 10n));
  }, 120_000);

  test("1,000 requests of 100 boxes, each of which wants more each time: exactly fifty are granted", async () => {
    const budgetId = await budgetOf(5n * usd, { connectionId });
    const callers = await seedCallers(100);
    const granted = await Promise.all(
      callers.map(async (caller) => {
        let count = 0;
        for (let round = 0; round < 10; round += 1) {
          const [answer] = await caller.ask([budgetId], usd / 10n);
          if (answer?.result === "enough") count += 1;
        }
        return count;
      }),
    );
    expect(granted.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect((await leasedNanos(budgetId)).reserved).toBe(5n * usd);
  }, 120_000);
});

/** Twenty budgets that overlap: whatever one box asks for, others ask for too, in another order. */
async function overlappingBudgets(callers: readonly Caller[]): Promise<{ hard: string[]; soft: string[] }> {
  const scopes: Partial<ReturnType<typeof budgetInput>>[] = [
    {},
    { period: "day" },
    { period: "total" },
    { connectionId },
    { connectionId, period: "week" },
    { providerKind: "practice" },
    { channel: "direct" },
    { modelFamily: "practice" },
    ...["lab", "lobby", "night"].map((tag) => ({ tag })),
    ...["scout", "clerk"].map((agent) => ({ agent })),
    ...callers.slice(0, 4).map(({ box }) => ({ boxId: box.id })),
  ];
  const hard = [];
  for (const scope of scopes) hard.push(await budgetOf(3n * usd, scope));
  const soft = [];
  for (const scope of [{}, { connectionId }, { period: "day" as const }]) {
    soft.push(await budgetOf(usd, { ...scope, isSoft: true }));
  }
  return { hard, soft };
}

test("forty boxes, twenty overlapping budgets and everything that moves money at once: no deadlock, and the books are true", async () => {
  const callers = await seedCallers(40);
  const { hard, soft } = await overlappingBudgets(callers);
  for (const [index, { box }] of callers.entries()) {
    await setBoxTags(seeded.owner, box.id, index % 2 === 0 ? ["lab", "night"] : ["lobby"]);
  }
  const step = fc.record({
    kind: fc.constantFrom("ask", "ask", "spend", "spend", "return"),
    budgetIds: fc.shuffledSubarray(hard, { minLength: 1 }),
    counted: fc.shuffledSubarray(soft),
    nanos: fc.bigInt({ min: 1n, max: 4n * cent }),
  });
  const deeds = [
    async (pick: number) => {
      const id = hard[pick % hard.length] ?? "";
      await changeBudget(seeded.owner, id, { capNanos: (BigInt(pick % 40) + 1n) * 10n * cent });
    },
    async (pick: number) => {
      const { box } = callers[pick % callers.length] ?? {};
      if (box && pick % 7 === 0) await decommissionBox(seeded.owner, box.id);
    },
    async (pick: number) => {
      const boxId = callers[pick % callers.length]?.box.id ?? "";
      const expiresAt = new Date(Date.now() - 3_600_000);
      await withSystem((tx) => tx.lease.updateMany({ where: { boxId, state: "active" }, data: { expiresAt } }));
      await expireLeases();
    },
  ];
  const steps = fc.sample(step, { numRuns: callers.length * 12, seed: 20 });
  const picks = fc.sample(fc.nat(10_000), { numRuns: 25 * deeds.length, seed: 21 });
  const failures: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => failures.push(error));
  await Promise.all([
    ...callers.map(async (caller, index) => {
      for (const { kind, budgetIds, counted, nanos } of steps.filter((_, at) => at % callers.length === index)) {
        if (kind === "ask") await attempt(caller.ask(budgetIds, nanos));
        else if (kind === "spend") await attempt(caller.spend(budgetIds, nanos, counted));
        else await attempt(caller.giveBack(budgetIds));
      }
    }),
    ...deeds.map(async (deed, index) => {
      for (const pick of picks.filter((_, at) => at % deeds.length === index)) await attempt(deed(pick));
    }),
  ]);
  // Refused is only what was decommissioned meanwhile.
  const isGone = (error: unknown) =>
    error instanceof AppError && (error.code === "box_decommissioned" || error.code === "not_found");
  expect(failures.filter((error) => !isGone(error))).toEqual([]);
  expect(failures.length).toBeLessThan(steps.length / 2);
  expect(await compareBooks()).toEqual([]);
  const periods = await withSystem((tx) => tx.budgetPeriod.findMany({ where: { budgetId: { in: hard } } }));
  expect(periods.some(({ spentNanos }) => spentNanos > 0n)).toBe(true);
  expect(periods.some(({ presumedNanos }) => presumedNanos > 0n)).toBe(true);
  expect(periods.some(({ overCommittedNanos }) => overCommittedNanos > 0n)).toBe(true);
}, 120_000);

test("a box that is decommissioned while it asks holds nothing afterwards", async () => {
  const budgetId = await budgetOf(5n * usd, { connectionId });
  const callers = await seedCallers(60);
  await Promise.all(
    callers.flatMap((caller) => [
      caller.ask([budgetId], cent).catch(() => []),
      decommissionBox(seeded.owner, caller.box.id),
    ]),
  );
  expect(await withSystem((tx) => tx.lease.count({ where: { period: { budgetId }, state: "active" } }))).toBe(0);
  expect((await leasedNanos(budgetId)).reserved).toBe(0n);
});
