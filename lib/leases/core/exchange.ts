import type { LeaseAnswer, LeaseAsk, LeaseRequest, LeaseResponse, LeaseReturn } from "../../protocol/lease.ts";
import type { Books, Lease } from "./books.ts";
import { endAt, fence, takeBack } from "./end.ts";
import { type BudgetNow, findLive, type Granting, grant, knownNanos } from "./grant.ts";

/** Which of a box's ledgers speaks, and how far it has come. */
export type LedgerMark = {
  /** Null before the first exchange. */
  readonly ledgerId: string | null;
  readonly exchangeNo: number;
  /** Ledgers that were replaced: their copies in flight change nothing any more. */
  readonly retired: readonly string[];
};

export type Exchange = {
  request: LeaseRequest;
  /** The asked budgets that are hard, alive and this box's. */
  budgets: ReadonlyMap<string, BudgetNow>;
  granting: Granting;
};

export type Exchanged = {
  books: Books;
  response: LeaseResponse;
  /** Periods in which this box lacks money that others may hold unused: they should be asked for it. */
  scarcePeriods: readonly string[];
};

/** Whether the request is of a ledger, or a moment of one, that is already past; see LeaseRequest. */
export function isStale(mark: LedgerMark, { ledgerId, exchangeNo }: LeaseRequest): boolean {
  if (mark.retired.includes(ledgerId)) return true;
  return ledgerId === mark.ledgerId && exchangeNo <= mark.exchangeNo;
}

export const staleResponse: LeaseResponse = { isStaleLedger: true, answers: [] };

/**
 * What a box gives back, then what it asks for. The first request of another ledger fences every lease of the one before:
 * a box that lost its ledger may have spent what it never reported.
 *
 * The books hold: the running periods of `budgets`, this box's leases in them, its live leases of their other periods, the
 * leases it returns from with their periods, and, when the ledger is new, all its leases that are not closed.
 */
export function exchange(books: Books, mark: LedgerMark, { request, budgets, granting }: Exchange): Exchanged {
  const { ledgerId } = request;
  if (isStale(mark, request)) return { books, response: staleResponse, scarcePeriods: [] };
  let next = books;
  if (mark.ledgerId !== ledgerId) {
    for (const lease of books.leases.values()) {
      if (lease.boxId === granting.boxId && lease.ledgerId !== ledgerId) next = fence(next, lease);
    }
  }
  for (const item of request.returns) {
    const lease = next.leases.get(item.leaseId);
    if (lease?.boxId === granting.boxId && lease.ledgerId === ledgerId) next = giveBack(next, lease, item);
  }
  const answers: LeaseAnswer[] = [];
  const scarcePeriods: string[] = [];
  for (const ask of request.asks) {
    const budget = budgets.get(ask.budgetId);
    if (!budget) {
      answers.push(nothing(ask.budgetId, "unknown_budget"));
      continue;
    }
    next = endUnheardOf(next, budget, { ask, granting });
    if (budget.isPaused) {
      const live = findLive(next, granting.boxId, budget.periodId);
      // Live, so nothing was taken back of what the box does not know: what is returned is what it said.
      if (live) next = endAt(next, live, { knownNanos: knownNanos(ask, live), returnedNanos: live.returnedNanos });
      answers.push(nothing(ask.budgetId, "paused"));
    } else {
      const granted = grant(next, budget, ask, granting);
      next = granted.books;
      answers.push(granted.answer);
      if (granted.answer.isRecalled) scarcePeriods.push(budget.periodId);
    }
  }
  return {
    books: next,
    response: { isStaleLedger: false, answers },
    scarcePeriods,
  };
}

/** Ends live leases of the budget's other periods that the box never heard of. */
function endUnheardOf(
  books: Books,
  budget: BudgetNow,
  { ask, granting }: { ask: LeaseAsk; granting: Granting },
): Books {
  const { lastEpoch } = ask;
  if (lastEpoch === null) return books;
  const unheardOf = [...books.leases.values()].filter(
    (lease) =>
      lease.boxId === granting.boxId &&
      lease.state === "active" &&
      lease.epoch > lastEpoch &&
      lease.periodId !== budget.periodId &&
      books.periods.get(lease.periodId)?.budgetId === budget.budgetId,
  );
  return unheardOf.reduce((next, lease) => endAt(next, lease, { knownNanos: 0n, returnedNanos: 0n }), books);
}

function giveBack(books: Books, lease: Lease, { returnedNanos, overAtNanos }: LeaseReturn): Books {
  if (overAtNanos === null) return takeBack(books, lease, returnedNanos);
  return endAt(books, lease, { knownNanos: overAtNanos, returnedNanos });
}

/** A box loses few ledgers in its life; the oldest of a hundred has long left every network. */
const mostRetired = 100;

/** What is known of the box's ledgers once the request was answered. */
export function nextMark(mark: LedgerMark, { ledgerId, exchangeNo }: LeaseRequest): LedgerMark {
  const isSame = mark.ledgerId === null || mark.ledgerId === ledgerId;
  const retired = isSame ? mark.retired : [...mark.retired, mark.ledgerId].slice(-mostRetired);
  return { ledgerId, exchangeNo, retired };
}

function nothing(budgetId: string, result: "paused" | "unknown_budget"): LeaseAnswer {
  return { budgetId, result, lease: null, isScarce: false, isRecalled: false, capNanos: 0n, resetsAtMs: null };
}
