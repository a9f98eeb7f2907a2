import { maxNanos, minNanos } from "../../money.ts";
import {
  type Books,
  coveredNanos,
  type Lease,
  movePeriod,
  outstandingNanos,
  periodOf,
  withLease,
  withPeriod,
} from "./books.ts";

/**
 * Ends live leases: what is outstanding is *presumed* spent until the box reports or an admin writes it off. Dollars are a
 * stock; time alone never makes them free again. A lease with nothing outstanding is closed.
 */
export function presume(books: Books, lease: Lease): Books {
  if (lease.state !== "active") return books;
  const outstanding = outstandingNanos(lease);
  const period = movePeriod(periodOf(books, lease), { reserved: -outstanding, presumed: outstanding });
  return withLease(withPeriod(books, period), { ...lease, state: outstanding > 0n ? "presumed" : "closed" });
}

/** Ends a lease whose ledger is gone: from now on nothing of it can be given back, only reported. */
export function fence(books: Books, lease: Lease): Books {
  const ended = presume(books, lease);
  return withLease(ended, { ...(ended.leases.get(lease.id) ?? lease), isFenced: true });
}

/**
 * Money a box gives back becomes free at once, whether its lease is live or presumed spent. `returnedNanos` is cumulative,
 * so a repeat changes nothing; more than is outstanding is never taken, nor anything of a fenced lease.
 */
export function takeBack(books: Books, lease: Lease, returnedNanos: bigint): Books {
  if (lease.isFenced || lease.state === "closed") return books;
  const outstanding = outstandingNanos(lease);
  const wanted = returnedNanos - lease.returnedNanos;
  const back = minNanos(wanted, outstanding);
  if (back <= 0n) return books;
  return free(books, { ...lease, returnedNanos: lease.returnedNanos + back }, back);
}

/**
 * The lease is over for its box, which knew of `knownNanos` of it and gives back `returnedNanos` in all: what was granted
 * beyond, in an answer that got lost, was surely not spent and is free too; the rest is presumed spent until it is reported
 * or comes back. Both amounts are cumulative and the box's own, so that a repeat changes nothing.
 */
export function endAt(books: Books, lease: Lease, { knownNanos, returnedNanos }: Ending): Books {
  const unknown = maxNanos(0n, coveredNanos(lease) - knownNanos);
  const next = takeBack(books, lease, returnedNanos + unknown);
  return presume(next, next.leases.get(lease.id) ?? lease);
}

export type Ending = { knownNanos: bigint; returnedNanos: bigint };

/**
 * An admin says that the money of a presumed lease was not spent, and takes the risk: should the box report it after all,
 * it is taken from what is free then, and shown as overshoot where that does not suffice.
 */
export function writeOff(books: Books, lease: Lease): Books {
  if (lease.state !== "presumed") return books;
  const back = outstandingNanos(lease);
  const returnedNanos = lease.returnedNanos + back;
  return free(books, { ...lease, returnedNanos, writtenOffNanos: lease.writtenOffNanos + back }, back);
}

function free(books: Books, lease: Lease, back: bigint): Books {
  const move = lease.state === "active" ? { reserved: -back } : { presumed: -back };
  const isOver = lease.state === "presumed" && outstandingNanos(lease) === 0n;
  const next = withPeriod(books, movePeriod(periodOf(books, lease), move));
  return withLease(next, isOver ? { ...lease, state: "closed" } : lease);
}
