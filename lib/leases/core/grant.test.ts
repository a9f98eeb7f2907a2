import { describe, expect, test } from "vitest";
import type { LeaseAsk } from "../../protocol/lease.ts";
import { type Books, booksOf, type Lease, movePeriod, outstandingNanos, type Period, withCap } from "./books.ts";
import { charge } from "./charge.ts";
import { presume, takeBack, writeOff } from "./end.ts";
import { exchange, nextMark } from "./exchange.ts";
import { type BudgetNow, grant, leaseTtlMs } from "./grant.ts";

const usd = 1_000_000_000n;

function period(facts: Partial<Period> = {}): Period {
  const none = { spentNanos: 0n, countedNanos: 0n, reservedNanos: 0n, presumedNanos: 0n };
  const rest = { overCommittedNanos: 0n, overshootNanos: 0n };
  return { id: "p", budgetId: "bud", capNanos: 100n * usd, ...none, ...rest, ...facts };
}

function lease(facts: Partial<Lease> = {}): Lease {
  return {
    id: "l",
    boxId: "box",
    periodId: "p",
    ledgerId: "ledger",
    epoch: 1,
    grantedNanos: usd,
    spentNanos: 0n,
    returnedNanos: 0n,
    writtenOffNanos: 0n,
    overshootNanos: 0n,
    state: "active",
    isFenced: false,
    expiresAtMs: 5000,
    ...facts,
  };
}

const budget: BudgetNow = {
  budgetId: "bud",
  periodId: "p",
  startsAtMs: 0,
  endsAtMs: 1e15,
  capNanos: 100n * usd,
  isPaused: false,
  isTotal: true,
  otherHolders: 0,
  lastEpoch: 0,
};
const granting = { boxId: "box", ledgerId: "ledger", nowMs: 1000, newLeaseId: () => "new" };

function ask(facts: Partial<LeaseAsk> = {}): LeaseAsk {
  return { budgetId: "bud", known: null, lastEpoch: 0, needNanos: 0n, burnNanosPerSecond: 0n, ...facts };
}

function stockOf(facts: { period?: Partial<Period>; budget?: Partial<BudgetNow>; ask?: Partial<LeaseAsk> }): bigint {
  const books = booksOf([period(facts.period)], []);
  const { answer } = grant(books, { ...budget, ...facts.budget }, ask(facts.ask), granting);
  return answer.lease?.grantedNanos ?? 0n;
}

describe("the size of a grant", () => {
  test("a hundredth of the cap to a box that nobody knows yet", () => {
    expect(stockOf({})).toBe(usd);
  });

  test("ten minutes of its speed, but a quarter of what is free at most", () => {
    expect(stockOf({ ask: { burnNanosPerSecond: usd / 60n } })).toBe((usd / 60n) * 600n);
    expect(stockOf({ ask: { burnNanosPerSecond: usd } })).toBe(25n * usd);
  });

  test("ten thousand idle boxes together leave most of the budget free", () => {
    let free = 100n * usd;
    for (let otherHolders = 0; otherHolders < 10_000; otherHolders++) {
      // The store counts no further than a thousand.
      const counted = Math.min(1000, otherHolders);
      free -= stockOf({ period: { reservedNanos: 100n * usd - free }, budget: { otherHolders: counted } });
    }
    expect(free).toBeGreaterThan(60n * usd);
  });

  test("no stock with less than a twentieth of the cap free, but what the next call needs, to the last nano", () => {
    const scarce = { spentNanos: 96n * usd };
    expect(stockOf({ period: scarce })).toBe(0n);
    expect(stockOf({ period: scarce, ask: { needNanos: 4n * usd } })).toBe(4n * usd);
    expect(stockOf({ period: scarce, ask: { needNanos: 4n * usd + 1n } })).toBe(0n);
  });

  test("the cap in force counts, whatever the period was opened with", () => {
    expect(stockOf({ budget: { capNanos: usd }, ask: { needNanos: usd } })).toBe(usd);
    expect(stockOf({ budget: { capNanos: usd }, ask: { needNanos: usd + 1n } })).toBe(0n);
  });
});

describe("a grant", () => {
  test("what the box does not know yet is told, and nothing is added to it for mere stock", () => {
    const books = booksOf([period({ reservedNanos: usd })], [lease()]);
    const { answer, books: after } = grant(books, budget, ask(), granting);
    expect(answer.lease).toMatchObject({ id: "l", grantedNanos: usd });
    expect(after.periods.get("p")).toEqual(books.periods.get("p"));
  });

  test("what it knows of a lease that has ended says nothing about the live one", () => {
    const live = lease({ id: "live", epoch: 2, grantedNanos: 3n });
    const books = booksOf([period({ spentNanos: 96n * usd, reservedNanos: 3n })], [live]);
    const known = { leaseId: "gone", grantedNanos: 90n * usd };
    const { answer } = grant(books, budget, ask({ known, needNanos: usd }), granting);
    expect(answer).toMatchObject({ result: "enough", lease: { id: "live", grantedNanos: usd } });
  });

  test("covers what a provider charged beyond the lease, so that the next money is not lost in the hole", () => {
    const books = booksOf([period({ reservedNanos: usd })], [lease()]);
    const over = charge(books, new Map([["l", 3n * usd]]));
    const known = { leaseId: "l", grantedNanos: usd };
    const { answer } = grant(over, budget, ask({ known }), granting);
    expect(answer.lease).toMatchObject({ grantedNanos: 3n * usd });
  });

  test("says whether others hold what is lacking", () => {
    const others = lease({ id: "o", boxId: "other", grantedNanos: 2n * usd });
    const books = booksOf([period({ spentNanos: 98n * usd, reservedNanos: 2n * usd })], [others]);
    const holders = { ...budget, otherHolders: 1 };
    expect(grant(books, holders, ask({ needNanos: 2n * usd }), granting).answer).toMatchObject({
      result: "exhausted",
      isScarce: true,
      isRecalled: true,
    });
    const tooMuch = grant(books, holders, ask({ needNanos: 2n * usd + 1n }), granting).answer;
    expect(tooMuch).toMatchObject({ result: "exhausted", isRecalled: false });
  });

  test("lives a day, but not longer than its period", () => {
    const books = booksOf([period()], []);
    const daily = { ...budget, endsAtMs: 61_000, isTotal: false };
    expect(grant(books, daily, ask(), granting).answer).toMatchObject({ resetsAtMs: 61_000 });
    expect(grant(books, daily, ask(), granting).answer.lease?.expiresInSeconds).toBe(60);
    expect(grant(books, budget, ask(), granting).answer.lease?.expiresInSeconds).toBe(leaseTtlMs / 1000);
  });

  test("has the epoch after the newest", () => {
    const books = booksOf([period()], []);
    expect(grant(books, { ...budget, lastEpoch: 6 }, ask(), granting).answer.lease?.epoch).toBe(7);
  });
});

describe("an exchange", () => {
  const mark = { ledgerId: "ledger", exchangeNo: 4, retired: ["older"] };
  const played = (books: Books, request: { ledgerId?: string; exchangeNo?: number; asks?: LeaseAsk[] }) =>
    exchange(books, mark, {
      request: { ledgerId: "ledger", exchangeNo: 5, returns: [], asks: [], ...request },
      budgets: new Map([["bud", budget]]),
      granting: { ...granting, ledgerId: request.ledgerId ?? "ledger" },
    });

  test("numbers that were seen, and ledgers that were replaced, are stale", () => {
    const books = booksOf([period()], []);
    expect(played(books, { exchangeNo: 4 }).response.isStaleLedger).toBe(true);
    expect(played(books, { ledgerId: "older", exchangeNo: 900 }).response.isStaleLedger).toBe(true);
    const request = { ledgerId: "ledger", exchangeNo: 5, returns: [], asks: [] };
    expect(nextMark(mark, request)).toEqual({ ...mark, exchangeNo: 5 });
    expect(nextMark(mark, { ...request, ledgerId: "newer", exchangeNo: 1 })).toEqual({
      ledgerId: "newer",
      exchangeNo: 1,
      retired: ["older", "ledger"],
    });
  });

  test("a live lease of another period that the box never heard of is free again; one that it knows stays", () => {
    const old = lease({ id: "old", periodId: "before", epoch: 3 });
    const books = booksOf([period(), period({ id: "before", reservedNanos: usd })], [old]);
    const heard = (lastEpoch: number | null) => played(books, { asks: [ask({ lastEpoch })] }).books;
    expect(heard(2).leases.get("old")).toMatchObject({ state: "closed", returnedNanos: usd });
    expect(heard(2).periods.get("before")).toMatchObject({ reservedNanos: 0n, presumedNanos: 0n });
    expect(heard(3).leases.get("old")).toEqual(old);
    expect(heard(null).leases.get("old")).toEqual(old);
  });

  test("what has ended, or is of the running period, is not ended because the box never heard of it", () => {
    const presumed = lease({ id: "old", periodId: "before", epoch: 3, state: "presumed" });
    const live = lease({ id: "live", epoch: 4 });
    const periods = [period({ reservedNanos: usd }), period({ id: "before", presumedNanos: usd })];
    const done = played(booksOf(periods, [presumed, live]), { asks: [ask({ lastEpoch: 0 })] });
    expect(done.books.leases.get("old")).toEqual(presumed);
    expect(done.response.answers[0]?.lease).toMatchObject({ id: "live", epoch: 4 });
  });

  test("a console that never heard of ledgers before takes the first one's leases for its own", () => {
    const books = booksOf([period({ reservedNanos: usd })], [lease()]);
    const request = { ledgerId: "ledger", exchangeNo: 1, returns: [], asks: [] };
    const none = { ledgerId: null, exchangeNo: 0, retired: [] };
    expect(exchange(books, none, { request, budgets: new Map(), granting }).books.leases.get("l")).toEqual(lease());
  });

  test("a budget the box has no part in is unknown", () => {
    const done = played(booksOf([period()], []), { asks: [ask({ budgetId: "another" })] });
    expect(done.response.answers).toMatchObject([{ result: "unknown_budget", lease: null }]);
  });
});

describe("a period", () => {
  test("takes nothing beyond its cap, whoever asks", () => {
    const full = period({ capNanos: 10n, spentNanos: 6n, reservedNanos: 4n });
    expect(() => movePeriod(full, { reserved: 1n })).toThrow("exceed its cap");
    expect(() => movePeriod(full, { reserved: -5n })).toThrow("negative");
    expect(movePeriod(full, { reserved: -4n, spent: 4n })).toMatchObject({ spentNanos: 10n, reservedNanos: 0n });
  });

  test("over-committed by a lowered cap, it heals as money comes back and grows no more", () => {
    const lowered = withCap(period({ capNanos: 10n, reservedNanos: 10n }), 4n);
    expect(lowered.overCommittedNanos).toBe(6n);
    expect(movePeriod(lowered, { reserved: -3n }).overCommittedNanos).toBe(3n);
    expect(movePeriod(lowered, { reserved: -9n }).overCommittedNanos).toBe(0n);
    expect(() => movePeriod(movePeriod(lowered, { reserved: -3n }), { reserved: 1n })).toThrow("exceed its cap");
  });
});

describe("the end of a lease", () => {
  test("of a ledger that is gone nothing comes back, only reports", () => {
    const fenced = lease({ state: "presumed", isFenced: true });
    const books = booksOf([period({ presumedNanos: usd })], [fenced]);
    expect(takeBack(books, fenced, usd)).toBe(books);
    expect(charge(books, new Map([["l", usd]])).periods.get("p")).toMatchObject({ spentNanos: usd, presumedNanos: 0n });
  });

  test("written off is free, and what is reported after all comes out of what is free, the rest is shown", () => {
    const books = booksOf([period({ capNanos: 2n * usd, reservedNanos: usd })], [lease()]);
    const presumed = presume(books, lease());
    const off = writeOff(presumed, presumed.leases.get("l") ?? lease());
    expect(off.leases.get("l")).toMatchObject({ state: "closed", writtenOffNanos: usd });
    expect(off.periods.get("p")).toMatchObject({ presumedNanos: 0n });
    const late = charge(off, new Map([["l", 3n * usd]])).periods.get("p");
    expect(late).toMatchObject({ spentNanos: 2n * usd, overshootNanos: usd });
  });

  test("only presumed leases can be written off", () => {
    const books = booksOf([period({ reservedNanos: usd })], [lease()]);
    expect(writeOff(books, lease())).toBe(books);
  });

  test("a settled lease says what is outstanding", () => {
    const books = booksOf([period({ reservedNanos: usd })], [lease()]);
    const spent = charge(books, new Map([["l", usd / 4n]])).leases.get("l") ?? lease();
    expect(outstandingNanos(spent)).toBe(usd - usd / 4n);
  });
});
