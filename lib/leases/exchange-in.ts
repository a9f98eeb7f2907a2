import type { LeaseRequest } from "../protocol/lease.ts";
import { type Exchanged, exchange, isStale, nextMark, staleResponse } from "./core/exchange.ts";
import type { LeaseStore } from "./store.ts";

/** One exchange of a box within a transaction: lock, read, decide, write. All or nothing with the transaction. */
export async function exchangeIn(
  store: LeaseStore,
  boxId: string,
  { request, newLeaseId }: { request: LeaseRequest; newLeaseId: () => string },
): Promise<Pick<Exchanged, "response" | "scarcePeriods">> {
  const { mark, nowMs } = await store.lockBox(boxId);
  if (isStale(mark, request)) return { response: staleResponse, scarcePeriods: [] };
  // Before the periods are locked, for which others may wait.
  await store.saveMark(boxId, nextMark(mark, request));
  const opened = await store.openExchange(boxId, {
    budgetIds: request.asks.map((ask) => ask.budgetId),
    leaseIds: request.returns.map((item) => item.leaseId),
    isNewLedger: mark.ledgerId !== request.ledgerId,
  });
  const granting = { boxId, ledgerId: request.ledgerId, nowMs, newLeaseId };
  const done = exchange(opened.books, mark, { request, budgets: opened.budgets, granting });
  await store.write(opened.books, done.books);
  return done;
}
