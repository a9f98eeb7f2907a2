import fc from "fast-check";
import { expect, test } from "vitest";
import { minNanos } from "../../money.ts";
import type { LeaseAnswer, LeaseAsk, LeaseRequest } from "../../protocol/lease.ts";
import {
  type Books,
  booksOf,
  committedNanos,
  countPeriod,
  freeNanos,
  type Lease,
  outstandingNanos,
  type Period,
  withCap,
  withPeriod,
} from "./books.ts";
import { charge } from "./charge.ts";
import { presume, writeOff } from "./end.ts";
import { exchange, type LedgerMark, nextMark } from "./exchange.ts";

/**
 * Commands in any order against the console's pure ledger, each step compared with what boxes were told and did. Guards
 * taken out by hand, one at a time, each of which turned this file or grant.test.ts red:
 * in grant: `shortfall <= free`, `isNews`, the quarter and the crowd's share of the stock, no stock while scarce, the cap in
 * force, the id of the known lease, the epoch, the end of the period, what others hold; in end: the bound by what is
 * outstanding, cumulative returns, "over" told twice, the presumption after it, fencing, the states; in charge: what the
 * lease pays, what is absorbed, what is overshoot; in exchange: another ledger's lease, another box's lease, stale numbers,
 * retired ledgers, leases never heard of (epoch, state, period); in books: over-committed grows and shrinks, the cap, what
 * is covered beyond a lease.
 */
const cap = 10_000n;

type Box = {
  id: string;
  ledgerId: string;
  exchangeNo: number;
  mark: LedgerMark;
  /** What the box was told of its lease, and what it did with it. */
  lease: { id: string; epoch: number; granted: bigint; spent: bigint; returned: bigint } | null;
  lastEpoch: number;
  /** Spent and not yet reported, by lease. */
  outbox: { leaseId: string; nanos: bigint }[];
  /** What providers charged beyond what was at hand. */
  excess: bigint;
  sent: LeaseRequest[];
};

type Real = { books: Books; boxes: Box[]; nowMs: number; leaseCount: number; isPaused: boolean; capNanos: bigint };

function periodOf(id: string, capNanos: bigint): Period {
  const none = { spentNanos: 0n, countedNanos: 0n, reservedNanos: 0n, presumedNanos: 0n };
  return { id, budgetId: "bud", capNanos, ...none, overCommittedNanos: 0n, overshootNanos: 0n };
}

function boxOf(index: number): Box {
  const id = `box${index}`;
  const mark = { ledgerId: null, exchangeNo: 0, retired: [] };
  return {
    id,
    ledgerId: `${id}-ledger0`,
    exchangeNo: 0,
    mark,
    lease: null,
    lastEpoch: 0,
    outbox: [],
    excess: 0n,
    sent: [],
  };
}

/** One request of a box to the console; the answer's only effect is what it returns. */
function serve(real: Real, box: Box, request: LeaseRequest): { answer: LeaseAnswer | undefined; isStale: boolean } {
  const others = [...real.books.leases.values()].filter((lease) => lease.state === "active" && lease.boxId !== box.id);
  const own = [...real.books.leases.values()].filter((lease) => lease.boxId === box.id);
  const budget = {
    budgetId: "bud",
    periodId: "now",
    startsAtMs: 0,
    endsAtMs: 1e12,
    capNanos: real.capNanos,
    isPaused: real.isPaused,
    isTotal: true,
    otherHolders: others.length,
    lastEpoch: Math.max(0, ...own.map(({ epoch }) => epoch)),
  };
  const newLeaseId = () => {
    real.leaseCount += 1;
    return `lease${real.leaseCount}`;
  };
  const granting = { boxId: box.id, ledgerId: request.ledgerId, nowMs: real.nowMs, newLeaseId };
  const done = exchange(real.books, box.mark, { request, budgets: new Map([["bud", budget]]), granting });
  real.books = done.books;
  if (!done.response.isStaleLedger) box.mark = nextMark(box.mark, request);
  return { answer: done.response.answers[0], isStale: done.response.isStaleLedger };
}

function requestOf(box: Box, parts: Partial<Pick<LeaseRequest, "returns" | "asks">>): LeaseRequest {
  box.exchangeNo += 1;
  const request = { ledgerId: box.ledgerId, exchangeNo: box.exchangeNo, returns: [], asks: [], ...parts };
  box.sent.push(request);
  return request;
}

function askOf(box: Box, needNanos: bigint): LeaseAsk {
  const known = box.lease ? { leaseId: box.lease.id, grantedNanos: box.lease.granted } : null;
  return { budgetId: "bud", known, lastEpoch: box.lastEpoch, needNanos, burnNanosPerSecond: 0n };
}

/** Spendable by the box, as far as it knows. */
function atHand(box: Box): bigint {
  return box.lease ? box.lease.granted - box.lease.spent - box.lease.returned : 0n;
}

function take(box: Box, answer: LeaseAnswer | undefined): void {
  const lease = answer?.lease;
  if (!lease) return;
  const fresh = { id: lease.id, epoch: lease.epoch, spent: 0n, returned: 0n };
  box.lease = { ...(box.lease?.id === lease.id ? box.lease : fresh), granted: lease.grantedNanos };
  box.lastEpoch = Math.max(box.lastEpoch, lease.epoch);
}

function check({ books, boxes }: Real): void {
  for (const period of books.periods.values()) {
    expect(committedNanos(period)).toBeLessThanOrEqual(period.capNanos + period.overCommittedNanos);
    const own = [...books.leases.values()].filter((lease) => lease.periodId === period.id);
    const out = (state: Lease["state"]) =>
      own.filter((lease) => lease.state === state).reduce((sum, lease) => sum + outstandingNanos(lease), 0n);
    expect(period.reservedNanos).toBe(out("active"));
    expect(period.presumedNanos).toBe(out("presumed"));
    expect(out("closed")).toBe(0n);
    const reported = own.reduce((sum, lease) => sum + lease.spentNanos + lease.overshootNanos, 0n);
    expect(period.spentNanos).toBe(reported + period.countedNanos - period.overshootNanos);
    // Nothing is overshoot while there is room.
    if (period.overshootNanos > 0n) expect(period.spentNanos).toBeGreaterThan(0n);
  }
  for (const box of boxes) {
    const live = [...books.leases.values()].filter((lease) => lease.boxId === box.id && lease.state === "active");
    expect(live.filter(({ periodId }) => periodId === "now").length).toBeLessThanOrEqual(1);
    // What a box may still spend, or has spent and not yet reported, is money that the console holds for it.
    for (const lease of books.leases.values()) {
      const unreported = box.outbox
        .filter(({ leaseId }) => leaseId === lease.id)
        .reduce((sum, item) => sum + item.nanos, 0n);
      const left = box.lease?.id === lease.id ? atHand(box) : 0n;
      const covered = outstandingNanos(lease) + lease.writtenOffNanos + lease.overshootNanos + box.excess;
      expect((left > 0n ? left : 0n) + unreported).toBeLessThanOrEqual(covered);
    }
  }
}

type Step = (real: Real) => void;
const anyBox = (run: (real: Real, box: Box) => void) =>
  fc.nat(2).map(
    (index): Step =>
      (real) => {
        const box = real.boxes[index];
        if (box) run(real, box);
      },
  );
const amount = fc.integer({ min: 0, max: 6000 }).map(BigInt);

const steps: fc.Arbitrary<Step>[] = [
  // Asks, and hears the answer or not.
  fc.tuple(fc.nat(2), amount, fc.boolean()).map(
    ([index, need, isHeard]): Step =>
      (real) => {
        const box = real.boxes[index];
        if (!box) return;
        const period = real.books.periods.get("now");
        const before = period ? freeNanos(withCap(period, real.capNanos)) : 0n;
        const live = [...real.books.leases.values()].find((item) => item.boxId === box.id && item.state === "active");
        const told = live && box.lease?.id === live.id ? box.lease.granted : 0n;
        const hidden = live ? live.grantedNanos + live.overshootNanos - told : 0n;
        const { answer } = serve(real, box, requestOf(box, { asks: [askOf(box, need)] }));
        if (answer?.result === "exhausted") expect(need - hidden).toBeGreaterThan(before);
        if (answer?.result === "enough" && box.lease?.id === answer.lease?.id && answer.lease) {
          expect(answer.lease.grantedNanos - told).toBeGreaterThanOrEqual(need);
        }
        if (isHeard) take(box, answer);
      },
  ),
  // Spends what it has at hand, rarely more: a provider broke its limit.
  fc.tuple(fc.nat(2), amount, fc.integer({ min: 1, max: 20 })).map(
    ([index, nanos, dice]): Step =>
      (real) => {
        const box = real.boxes[index];
        if (!box?.lease || atHand(box) <= 0n) return;
        const cost = dice === 1 ? atHand(box) + 500n : minNanos(nanos, atHand(box));
        box.excess += cost > atHand(box) ? cost - atHand(box) : 0n;
        box.lease.spent += cost;
        box.outbox.push({ leaseId: box.lease.id, nanos: cost });
      },
  ),
  anyBox((real, box) => {
    const sums = new Map<string, bigint>();
    for (const { leaseId, nanos } of box.outbox) sums.set(leaseId, (sums.get(leaseId) ?? 0n) + nanos);
    box.outbox = [];
    real.books = charge(real.books, sums);
  }),
  // Gives some back, and hears that it arrived or not.
  fc.tuple(fc.nat(2), amount).map(
    ([index, nanos]): Step =>
      (real) => {
        const box = real.boxes[index];
        if (!box?.lease || atHand(box) <= 0n) return;
        box.lease.returned += minNanos(nanos, atHand(box));
        const { id: leaseId, returned: returnedNanos } = box.lease;
        serve(real, box, requestOf(box, { returns: [{ leaseId, returnedNanos, overAtNanos: null }] }));
      },
  ),
  // Gives back what it never had: no more than is out is taken, and it cannot spend that any more.
  fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 1000 })).map(
    ([index, factor]): Step =>
      (real) => {
        const box = real.boxes[index];
        if (!box?.lease || box.outbox.length > 0) return;
        const { id: leaseId, granted } = box.lease;
        if (real.books.leases.get(leaseId)?.grantedNanos !== granted) return;
        const returns = [{ leaseId, returnedNanos: cap * BigInt(factor), overAtNanos: null }];
        serve(real, box, requestOf(box, { returns }));
        box.lease.returned = granted - box.lease.spent;
      },
  ),
  // Is done with its lease, and says so twice.
  anyBox((real, box) => {
    if (!box.lease) return;
    if (atHand(box) > 0n) box.lease.returned += atHand(box);
    const { id: leaseId, returned: returnedNanos, granted: overAtNanos } = box.lease;
    for (let n = 0; n < 2; n++)
      serve(real, box, requestOf(box, { returns: [{ leaseId, returnedNanos, overAtNanos }] }));
    box.lease = null;
  }),
  // A copy of an earlier request comes late: nothing changes.
  fc.tuple(fc.nat(2), fc.nat(30)).map(
    ([index, which]): Step =>
      (real) => {
        const box = real.boxes[index];
        const copy = box?.sent[which % Math.max(1, box.sent.length)];
        if (!box || !copy) return;
        const before = real.books;
        expect(serve(real, box, copy).isStale).toBe(true);
        expect(real.books).toBe(before);
      },
  ),
  // Another box names this one's lease in a return.
  fc.tuple(fc.nat(2), fc.nat(2), amount).map(
    ([index, other, nanos]): Step =>
      (real) => {
        const [thief, owner] = [real.boxes[index], real.boxes[other]];
        if (!thief || !owner?.lease || thief === owner) return;
        const before = real.books.leases.get(owner.lease.id);
        const returns = [{ leaseId: owner.lease.id, returnedNanos: nanos, overAtNanos: 0n }];
        serve(real, thief, requestOf(thief, { returns }));
        expect(real.books.leases.get(owner.lease.id)).toBe(before);
      },
  ),
  // A new disk: the lease, and what was not reported, is gone; what was spent of it stays covered.
  anyBox((real, box) => {
    const old = box.lease;
    box.ledgerId = `${box.id}-ledger${real.leaseCount}-${box.exchangeNo}`;
    Object.assign(box, { exchangeNo: 0, lease: null, lastEpoch: 0, outbox: [] });
    const { answer } = serve(real, box, requestOf(box, { asks: [askOf(box, 1n)] }));
    const fenced = old && real.books.leases.get(old.id);
    if (fenced) expect(fenced.state === "closed" || (fenced.state === "presumed" && fenced.isFenced)).toBe(true);
    take(box, answer);
  }),
  anyBox((real, box) => {
    for (const lease of real.books.leases.values()) {
      if (lease.boxId === box.id) real.books = presume(real.books, lease);
    }
  }),
  fc.nat(20).map(
    (which): Step =>
      (real) => {
        const lease = [...real.books.leases.values()][which];
        if (lease) real.books = writeOff(real.books, lease);
      },
  ),
  fc.integer({ min: 1, max: 20_000 }).map(
    (nanos): Step =>
      (real) => {
        real.capNanos = BigInt(nanos);
        const period = real.books.periods.get("now");
        if (period) real.books = withPeriod(real.books, withCap(period, real.capNanos));
      },
  ),
  fc.boolean().map(
    (isPaused): Step =>
      (real) => {
        real.isPaused = isPaused;
      },
  ),
  amount.map(
    (nanos): Step =>
      (real) => {
        const period = real.books.periods.get("now");
        if (period) real.books = withPeriod(real.books, countPeriod(period, nanos));
      },
  ),
];

test("whatever happens in whatever order, the cap holds and every dollar is in exactly one place", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...steps), { maxLength: 60 }), (played) => {
      const real: Real = {
        books: booksOf([periodOf("now", cap)], []),
        boxes: [0, 1, 2].map(boxOf),
        nowMs: 0,
        leaseCount: 0,
        isPaused: false,
        capNanos: cap,
      };
      for (const step of played) {
        step(real);
        check(real);
      }
    }),
    { numRuns: 3000 },
  );
});
