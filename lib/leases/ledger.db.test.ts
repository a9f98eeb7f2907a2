import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { changeBudget, changeBudgetIn } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { deleteBudget } from "#lib/budgets/delete.ts";
import { withOrg } from "#lib/db/client.ts";
import { withSystem } from "#lib/db/system.ts";
import type { LeaseAnswer } from "#lib/protocol/lease.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { booksOf } from "./core/books.ts";
import { exchangeLeases } from "./exchange.ts";
import { postgresStore } from "./postgres-store.ts";
import { presumeLeases } from "./presume.ts";

/**
 * The console's half of the ledger on a real Postgres. Guards that were taken out by hand once, and what turned red:
 * presumeLostLedger ("a box that lost its ledger"), the cumulative difference in takeBack ("a return told twice"),
 * `l.box_id` in the lock of ingestUsage ("a charge to another box's lease"). Two guards stand twice, so that taking one
 * away changes nothing: a grant that does not fit (sized to nothing, refused by the UPDATE, and by a CHECK), and the box
 * of a returned lease (both locks of takeBack).
 */
const usd = 1_000_000_000n;
let seeded: SeededOrg;
let connectionId: string;

beforeAll(async () => {
  seeded = await seedOrg();
  connectionId = await seedProvider(seeded.org);
});

async function budgetOf(capNanos: bigint): Promise<string> {
  const input = budgetInput({ name: `b-${randomUUID()}`, connectionId, capNanos });
  return (await createBudget(seeded.owner, input)).id;
}

interface Asking {
  needNanos: bigint;
  known?: { leaseId: string; grantedNanos: bigint } | null;
  ledgerId?: string;
}

const ledgerOf = new Map<string, string>();
let exchanges = 0;

async function ask(
  box: SeededBox,
  budgetId: string,
  { needNanos, known = null, ledgerId }: Asking,
): Promise<LeaseAnswer> {
  const own = ledgerOf.get(box.id) ?? randomUUID();
  ledgerOf.set(box.id, own);
  const { answers } = await exchangeLeases(box.ctx, {
    ledgerId: ledgerId ?? own,
    exchangeNo: ++exchanges,
    returns: [],
    asks: [{ budgetId, known, lastEpoch: null, needNanos, burnNanosPerSecond: 0n }],
  });
  const [answer] = answers;
  if (!answer) throw new Error("an ask has an answer");
  return answer;
}

function account(budgetId: string) {
  return withSystem((tx) => tx.budgetPeriod.findFirstOrThrow({ where: { budgetId } }));
}

describe("grants", () => {
  test("1,000 asks of $0.10 at once on $5.00 never grant more than $5.00, and all of it", async () => {
    const budgetId = await budgetOf(5n * usd);
    const boxes = await Promise.all(Array.from({ length: 100 }, () => seedBox(seeded.org)));
    const answers = await Promise.all(
      Array.from({ length: 1000 }, async (_, index) => {
        const box = boxes[index % boxes.length];
        if (!box) throw new Error("there are boxes");
        // Each ask knows nothing of an earlier grant of its box but its size, so that every one wants ten cents more.
        const granted = BigInt(Math.floor(index / boxes.length)) * (usd / 10n);
        return ask(box, budgetId, {
          needNanos: usd / 10n,
          known: granted === 0n ? null : { leaseId: "lse_x", grantedNanos: granted },
        });
      }),
    );
    const { reservedNanos, spentNanos } = await account(budgetId);
    expect(spentNanos).toBe(0n);
    expect(reservedNanos).toBe(5n * usd);
    expect(answers.some((answer) => answer.result === "exhausted")).toBe(true);
  }, 120_000);

  test("fifty boxes get ten cents each of $5.00 and the fifty-first gets nothing, however many ask at once", async () => {
    const budgetId = await budgetOf(5n * usd);
    const boxes = await Promise.all(Array.from({ length: 120 }, () => seedBox(seeded.org)));
    const answers = await Promise.all(boxes.map((box) => ask(box, budgetId, { needNanos: usd / 10n })));
    expect(answers.filter((answer) => answer.result === "enough")).toHaveLength(50);
    expect(answers.filter((answer) => answer.lease !== null)).toHaveLength(50);
    expect((await account(budgetId)).reservedNanos).toBe(5n * usd);
  }, 60_000);

  test("a need that does not fit is not granted in part", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const answer = await ask(box, budgetId, { needNanos: usd + 1n });
    expect(answer).toMatchObject({ result: "exhausted", lease: null, capNanos: usd });
    expect((await account(budgetId)).reservedNanos).toBe(0n);
  });

  test("an answer that was lost is told again, not granted again", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const first = await ask(box, budgetId, { needNanos: usd / 2n });
    const again = await ask(box, budgetId, { needNanos: usd / 2n });
    expect(again.lease?.id).toBe(first.lease?.id);
    expect(again.lease?.grantedNanos).toBe(first.lease?.grantedNanos);
    expect((await account(budgetId)).reservedNanos).toBe(usd / 2n);
  });

  test("a box that lost its ledger does not get its old lease again: it counts as spent", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const first = await ask(box, budgetId, { needNanos: usd / 2n });
    const fresh = await ask(box, budgetId, { needNanos: usd / 4n, ledgerId: randomUUID() });
    expect(fresh.lease?.id).not.toBe(first.lease?.id);
    expect(await account(budgetId)).toMatchObject({ presumedNanos: usd / 2n, reservedNanos: usd / 4n });
  });

  test("the same request five times at once is answered once, and the copies change nothing", async () => {
    const budgetId = await budgetOf(5n * usd);
    const box = await seedBox(seeded.org);
    const request = {
      ledgerId: randomUUID(),
      exchangeNo: 1,
      returns: [],
      asks: [{ budgetId, known: null, lastEpoch: 0, needNanos: usd, burnNanosPerSecond: 0n }],
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchangeLeases(box.ctx, request)));
    expect(answers.filter(({ isStaleLedger }) => !isStaleLedger)).toHaveLength(1);
    expect((await account(budgetId)).reservedNanos).toBe(usd);
  });

  test("a box that was decommissioned while it asked gets nothing", async () => {
    const budgetId = await budgetOf(5n * usd);
    const box = await seedBox(seeded.org);
    await decommissionBox(seeded.owner, box.id);
    await expect(ask(box, budgetId, { needNanos: usd })).rejects.toMatchObject({ code: "box_decommissioned" });
  });

  test("a box has no part in another box's budget, nor in one of a group it is not in", async () => {
    const [box, other] = [await seedBox(seeded.org), await seedBox(seeded.org)];
    const name = () => `b-${randomUUID()}`;
    const own = await createBudget(seeded.owner, budgetInput({ name: name(), boxId: other.id, capNanos: usd }));
    const group = await createBudget(seeded.owner, budgetInput({ name: name(), tag: "lab", capNanos: usd }));
    for (const { id } of [own, group]) {
      expect(await ask(box, id, { needNanos: 1n })).toMatchObject({ result: "unknown_budget" });
    }
    expect(await ask(other, own.id, { needNanos: 1n })).toMatchObject({ result: "enough" });
  });

  test.each([
    ["lowered", { capNanos: usd / 2n }, "exhausted"],
    ["paused", { isPaused: true }, "paused"],
  ] as const)("a budget that was %s while a box waited for it is as it is now", async (_what, change, result) => {
    const budgetId = await budgetOf(usd);
    await ask(await seedBox(seeded.org), budgetId, { needNanos: usd / 10n });
    const box = await seedBox(seeded.org);
    let late: Promise<LeaseAnswer> | null = null;
    await withOrg(seeded.owner, async (tx) => {
      await tx.$executeRaw`select id from budget_period where budget_id = ${budgetId} for update`;
      late = ask(box, budgetId, { needNanos: (usd * 6n) / 10n });
      const isWaiting = async () => {
        const [row] = await tx.$queryRaw<{ waits: boolean }[]>`
          select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))) as waits`;
        return row?.waits === true;
      };
      await expect.poll(isWaiting, { timeout: 10_000 }).toBe(true);
      await changeBudgetIn(tx, seeded.owner, budgetId, change);
    });
    expect(await late).toMatchObject({ result });
    const { capNanos, reservedNanos, overCommittedNanos } = await account(budgetId);
    expect({ capNanos, overCommittedNanos }).toEqual({
      capNanos: "capNanos" in change ? change.capNanos : usd,
      overCommittedNanos: 0n,
    });
    expect(reservedNanos).toBe(usd / 10n);
  });

  test("books that would exceed a cap are not written, whatever decided so, and nothing beside them", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const { lease } = await ask(box, budgetId, { needNanos: usd / 2n });
    const write = withOrg(seeded.owner, async (tx) => {
      const store = postgresStore(tx, seeded.owner);
      const { books } = await store.openSettlement([lease?.id ?? ""], []);
      const periods = [...books.periods.values()].map((period) => ({ ...period, spentNanos: 2n * usd }));
      const leases = [...books.leases.values()].map((one) => ({ ...one, spentNanos: 1n }));
      await store.write(books, booksOf(periods, leases));
    });
    await expect(write).rejects.toThrow("the books moved under a command");
    expect(await account(budgetId)).toMatchObject({ spentNanos: 0n, reservedNanos: usd / 2n });
    expect(await withSystem((tx) => tx.lease.findFirst({ where: { id: lease?.id ?? "" } }))).toMatchObject({
      spentNanos: 0n,
    });
  });

  test("a paused, a soft and a deleted budget lease nothing", async () => {
    const box = await seedBox(seeded.org);
    const paused = await budgetOf(usd);
    await ask(box, paused, { needNanos: usd / 10n });
    await changeBudget(seeded.owner, paused, { isPaused: true });
    expect(await ask(box, paused, { needNanos: 1n })).toMatchObject({ result: "paused", lease: null });
    expect(await account(paused)).toMatchObject({ reservedNanos: 0n });
    await changeBudget(seeded.owner, paused, { isPaused: false });
    expect((await ask(box, paused, { needNanos: 1n })).lease).toMatchObject({ epoch: 2 });
    await changeBudget(seeded.owner, paused, { isSoft: true });
    expect(await ask(box, paused, { needNanos: 1n })).toMatchObject({ result: "unknown_budget" });
    const gone = await budgetOf(usd);
    await deleteBudget(seeded.owner, gone);
    expect(await ask(box, gone, { needNanos: 1n })).toMatchObject({ result: "unknown_budget" });
  });

  test("a budget of another organization is unknown", async () => {
    const stranger = await seedOrg();
    const box = await seedBox(stranger.org);
    expect(await ask(box, await budgetOf(usd), { needNanos: 1n })).toMatchObject({
      result: "unknown_budget",
      lease: null,
    });
  });
});

describe("settling", () => {
  test("the same batch twice, and the same event in another batch, counts once", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const { lease } = await ask(box, budgetId, { needNanos: usd / 10n });
    const one = usageEvent({ connectionId, costNanos: 30_000_000n }, lease?.id);
    const two = { ...one, seq: 2 };
    expect(await ingestUsage(box.ctx, { events: [one, two] })).toEqual({ accepted: 2, duplicates: 0 });
    expect(await ingestUsage(box.ctx, { events: [two, one] })).toEqual({ accepted: 0, duplicates: 2 });
    expect(await ingestUsage(box.ctx, { events: [{ ...one, seq: 3 }, one] })).toEqual({ accepted: 1, duplicates: 1 });
    expect(await account(budgetId)).toMatchObject({ spentNanos: 90_000_000n, reservedNanos: usd / 10n - 90_000_000n });
  });

  test("a charge to another box's lease is refused, and moves no money", async () => {
    const budgetId = await budgetOf(usd);
    const [box, thief] = [await seedBox(seeded.org), await seedBox(seeded.org)];
    const { lease } = await ask(box, budgetId, { needNanos: usd / 10n });
    // In one event with its own lease of the same period, so that the period itself is rightly locked.
    const own = (await ask(thief, budgetId, { needNanos: usd / 10n })).lease;
    const charges = [lease, own].map((one) => ({ leaseId: one?.id ?? "", epoch: 0, nanos: 1_000n }));
    const theft = ingestUsage(thief.ctx, { events: [usageEvent({ connectionId, costNanos: 1_000n, charges })] });
    await expect(theft).rejects.toThrow("events.0.charges.0.leaseId: not a lease of this box");
    await exchangeLeases(thief.ctx, {
      ledgerId: randomUUID(),
      exchangeNo: ++exchanges,
      returns: [{ leaseId: lease?.id ?? "", returnedNanos: 500n, overAtNanos: null }],
      asks: [],
    });
    expect(await account(budgetId)).toMatchObject({
      spentNanos: 0n,
      presumedNanos: usd / 10n,
      reservedNanos: usd / 10n,
    });
  });

  test("a return told twice, or late after a larger one, changes nothing", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const { lease } = await ask(box, budgetId, { needNanos: usd / 2n });
    for (const returnedNanos of [usd / 10n, usd / 5n, usd / 5n, usd / 10n]) {
      const returns = [{ leaseId: lease?.id ?? "", returnedNanos, overAtNanos: null }];
      await exchangeLeases(box.ctx, {
        ledgerId: ledgerOf.get(box.id) ?? "",
        exchangeNo: ++exchanges,
        returns,
        asks: [],
      });
    }
    expect((await account(budgetId)).reservedNanos).toBe(usd / 2n - usd / 5n);
  });

  test("what a provider billed beyond the hold comes from free money, and the rest is shown as overshoot", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const { lease } = await ask(box, budgetId, { needNanos: usd / 2n });
    await ingestUsage(box.ctx, { events: [usageEvent({ connectionId, costNanos: usd * 3n }, lease?.id)] });
    expect(await account(budgetId)).toMatchObject({ spentNanos: usd, reservedNanos: 0n, overshootNanos: 2n * usd });
  });

  test("a lowered cap shows what it is over-committed by, grants nothing, and heals as money comes back", async () => {
    const budgetId = await budgetOf(usd);
    const box = await seedBox(seeded.org);
    const { lease } = await ask(box, budgetId, { needNanos: (usd * 8n) / 10n });
    const lowered = await changeBudget(seeded.owner, budgetId, { capNanos: usd / 2n });
    expect(lowered.account).toMatchObject({ overCommittedNanos: (usd * 3n) / 10n, freeNanos: 0n });
    const ledgerId = ledgerOf.get(box.id) ?? "";
    await exchangeLeases(box.ctx, {
      ledgerId,
      exchangeNo: ++exchanges,
      returns: [{ leaseId: lease?.id ?? "", returnedNanos: (usd * 6n) / 10n, overAtNanos: null }],
      asks: [],
    });
    expect(await account(budgetId)).toMatchObject({ overCommittedNanos: 0n, reservedNanos: (usd * 2n) / 10n });
  });
});

test("model: whatever happens in whatever order, spent + reserved + presumed ≤ cap and every lease conserves", async () => {
  const command = fc.oneof(
    fc.record({ do: fc.constant("ask" as const), box: fc.nat(2), cents: fc.integer({ min: 0, max: 40 }) }),
    fc.record({
      do: fc.constant("spend" as const),
      box: fc.nat(2),
      cents: fc.integer({ min: 1, max: 30 }),
      repeat: fc.boolean(),
    }),
    fc.record({ do: fc.constant("return" as const), box: fc.nat(2), cents: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ do: fc.constant("presume" as const), box: fc.nat(2) }),
    fc.record({ do: fc.constant("cap" as const), box: fc.constant(0), cents: fc.integer({ min: 10, max: 200 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 14 }), async (commands) => {
      const cent = usd / 100n;
      const budgetId = await budgetOf(usd);
      const boxes = await Promise.all([0, 1, 2].map(() => seedBox(seeded.org)));
      const known = new Map<string, { leaseId: string; grantedNanos: bigint; spent: bigint }>();
      let reported = 0n;
      let seq = 0;
      for (const step of commands) {
        const box = boxes[step.box];
        if (!box) throw new Error("three boxes");
        const lease = known.get(box.id);
        if (step.do === "ask") {
          const answer = await ask(box, budgetId, { needNanos: BigInt(step.cents) * cent, known: lease ?? null });
          if (answer.lease) {
            const isSame = answer.lease.id === lease?.leaseId;
            known.set(box.id, {
              leaseId: answer.lease.id,
              grantedNanos: answer.lease.grantedNanos,
              spent: isSame ? lease.spent : 0n,
            });
          }
        } else if (step.do === "spend" && lease) {
          // A sound box spends at most what it was granted.
          const costNanos = BigInt(step.cents) * cent;
          if (lease.spent + costNanos > lease.grantedNanos) continue;
          lease.spent += costNanos;
          seq += 1;
          const event = usageEvent({ connectionId, costNanos, seq }, lease.leaseId);
          reported += costNanos;
          await ingestUsage(box.ctx, { events: [event] });
          if (step.repeat) await ingestUsage(box.ctx, { events: [event] });
        } else if (step.do === "return" && lease) {
          const returnedNanos = BigInt(step.cents) * cent;
          if (lease.spent + returnedNanos > lease.grantedNanos) continue;
          // A box forgets a lease it gave back from: the next ask starts from what the console says.
          await exchangeLeases(box.ctx, {
            ledgerId: ledgerOf.get(box.id) ?? "",
            exchangeNo: ++exchanges,
            returns: [{ leaseId: lease.leaseId, returnedNanos, overAtNanos: null }],
            asks: [],
          });
          lease.spent = lease.grantedNanos;
        } else if (step.do === "presume") {
          await withOrg(seeded.owner, (tx) => presumeLeases(tx, { orgId: seeded.org.id, boxId: box.id }));
        } else if (step.do === "cap") {
          await changeBudget(seeded.owner, budgetId, { capNanos: BigInt(step.cents) * cent });
        }
        const period = await withSystem((tx) =>
          tx.budgetPeriod.findFirst({ where: { budgetId }, include: { leases: true } }),
        );
        if (!period) continue;
        const committed = period.spentNanos + period.reservedNanos + period.presumedNanos;
        expect(committed).toBeLessThanOrEqual(period.capNanos + period.overCommittedNanos);
        expect(period.spentNanos).toBe(reported);
        const outstanding = (state: string) =>
          period.leases
            .filter((row) => row.state === state)
            .reduce((sum, row) => sum + row.grantedNanos - row.spentNanos - row.returnedNanos, 0n);
        expect(period.reservedNanos).toBe(outstanding("active"));
        expect(period.presumedNanos).toBe(outstanding("presumed"));
        expect(outstanding("closed")).toBe(0n);
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
