import type { LeaseAnswer, LeaseAsk, LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import { type BudgetState, noteAnswer, noteSilence } from "./budget-state.ts";
import type { Ledger } from "./ledger.ts";

type Exchange = {
  request: LeaseRequest;
  response: LeaseResponse;
  /** When the request left and now, by the monotonic clock. */
  sentAtMs: number;
  nowMs: number;
};

/**
 * Takes what the console answered to the current request; the answer to another one changes nothing. A lease of a budget
 * that left the configuration meanwhile is taken too, and goes back next.
 */
export function applyAnswers(ledger: Ledger, budgets: ReadonlyMap<string, BudgetState>, exchange: Exchange): void {
  const { request, response, nowMs } = exchange;
  const { ledgerId, exchangeNo } = ledger.mark;
  if (request.ledgerId !== ledgerId || request.exchangeNo !== exchangeNo) return;
  for (const item of request.returns) ledger.confirmReturn(item);
  const asks = new Map(request.asks.map((ask) => [ask.budgetId, ask]));
  for (const ask of request.asks) {
    const state = budgets.get(ask.budgetId);
    if (state) noteSilence(state, ask.needNanos, nowMs);
  }
  for (const answer of response.answers) {
    const ask = asks.get(answer.budgetId);
    const gained = accept(ledger, answer, ask, exchange.sentAtMs);
    const state = budgets.get(answer.budgetId);
    if (state) noteAnswer(state, answer, { needNanos: ask?.needNanos ?? 0n, gained, nowMs });
  }
}

/** Nano-USD that the answer added. */
function accept(ledger: Ledger, { lease }: LeaseAnswer, ask: LeaseAsk | undefined, sentAtMs: number): bigint {
  if (!lease) return 0n;
  // Counted from the sending, which is earlier than the console's answer: never longer than the console thinks.
  const expiresAtMonotonicMs = sentAtMs + lease.expiresInSeconds * 1000;
  ledger.acceptGrant({ ...lease, expiresAtMonotonicMs });
  return lease.grantedNanos - (lease.id === ask?.known?.leaseId ? ask.known.grantedNanos : 0n);
}
