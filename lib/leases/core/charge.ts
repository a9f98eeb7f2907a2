import { maxNanos, minNanos } from "../../money.ts";
import { type Books, freeNanos, movePeriod, outstandingNanos, periodOf, withLease, withPeriod } from "./books.ts";

/**
 * What calls cost is moved from reserved (or presumed) to spent. A cost beyond what the lease has left (a provider broke
 * its own limit, or an admin wrote the lease off) is taken from the budget's free part; what does not fit there is recorded
 * as overshoot, never hidden and never counted inside the cap. `charges`: nano-USD by lease; all leases are in the books.
 */
export function charge(books: Books, charges: ReadonlyMap<string, bigint>): Books {
  let next = books;
  for (const [leaseId, nanos] of charges) {
    const lease = next.leases.get(leaseId);
    if (!lease) throw new Error(`the books lack ${leaseId}`);
    const paid = minNanos(nanos, outstandingNanos(lease));
    const excess = nanos - paid;
    const period = periodOf(next, lease);
    const absorbed = minNanos(excess, freeNanos(period));
    const from = lease.state === "active" ? { reserved: -paid } : { presumed: -paid };
    // First out of the lease, then into what is free: the two must not compete for the same room.
    const settled = movePeriod(period, { ...from, spent: paid });
    next = withPeriod(next, movePeriod(settled, { spent: absorbed, overshoot: maxNanos(0n, excess - absorbed) }));
    const spent = {
      ...lease,
      spentNanos: lease.spentNanos + paid,
      overshootNanos: lease.overshootNanos + excess,
    };
    const isOver = lease.state === "presumed" && outstandingNanos(spent) === 0n;
    next = withLease(next, isOver ? { ...spent, state: "closed" } : spent);
  }
  return next;
}
