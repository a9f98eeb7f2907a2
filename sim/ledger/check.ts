import { outstandingNanos } from "#lib/leases/core/books.ts";
import type { Tables } from "./database.ts";
import type { Truth } from "./truth.ts";

/** A broken promise, with the figures that show it. */
export class Violation extends Error {}

function demand(isKept: boolean, words: () => string): void {
  if (!isKept) throw new Violation(words());
}

/** What must hold at every commit, and what was really spent against it. */
export function checkLedger(tables: Tables, truth: Truth): void {
  checkPeriods(tables);
  checkLeases(tables, truth);
}

/**
 * Once everything was delivered: what was sent is what was reported, lease by lease. A crash may have made it more (what no
 * call explains counts as spent), never less, and never so much that it went beyond the lease.
 */
export function checkReported(tables: Tables, truth: Truth): void {
  for (const [leaseId, { costNanos, excessNanos }] of truth.byLease()) {
    const lease = tables.leases.get(leaseId);
    if (!lease || truth.isDamaged(leaseId)) continue;
    const reported = lease.spentNanos + lease.overshootNanos;
    demand(reported >= costNanos, () => `${leaseId}: ${costNanos} was spent and ${reported} reported`);
    const limit = excessNanos + lease.writtenOffNanos;
    demand(lease.overshootNanos <= limit, () => `${leaseId}: ${lease.overshootNanos} beyond it was reported`);
  }
}

/** Nothing was reported twice, and what was spent is what the events say; slower, so now and then. */
export function checkHistory(tables: Tables): void {
  const keys = new Set<string>();
  const byLease = new Map<string, bigint>();
  const byPeriod = new Map<string, bigint>();
  let cost = 0n;
  for (const event of tables.events) {
    const key = `${event.boxId} ${event.bootId} ${event.seq}`;
    demand(!keys.has(key), () => `the event ${key} was counted twice`);
    keys.add(key);
    cost += event.costNanos;
    for (const { leaseId, nanos } of event.charges) byLease.set(leaseId, (byLease.get(leaseId) ?? 0n) + nanos);
    for (const budgetId of event.counted) {
      const period = [...tables.periods.values()].find(
        (item) =>
          item.budgetId === budgetId && item.startsAtMs <= event.occurredAtMs && event.occurredAtMs < item.endsAtMs,
      );
      const id = period?.id ?? "";
      byPeriod.set(id, (byPeriod.get(id) ?? 0n) + event.costNanos);
    }
  }
  for (const lease of tables.leases.values()) {
    const said = byLease.get(lease.id) ?? 0n;
    const kept = lease.spentNanos + lease.overshootNanos;
    demand(said === kept, () => `${lease.id}: the events say ${said}, the lease ${kept}`);
  }
  for (const period of tables.periods.values()) {
    const said = byPeriod.get(period.id) ?? 0n;
    demand(said === period.countedNanos, () => `${period.id}: events count ${said}, the period ${period.countedNanos}`);
  }
  const rolled = tables.rollups.reduce((sum, row) => sum + row.costNanos, 0n);
  demand(rolled === cost, () => `events cost ${cost}, rollups ${rolled}`);
}

function checkPeriods({ periods, leases }: Tables): void {
  for (const period of periods.values()) {
    const own = [...leases.values()].filter((lease) => lease.periodId === period.id);
    const sum = (state: string) =>
      own.filter((lease) => lease.state === state).reduce((total, lease) => total + outstandingNanos(lease), 0n);
    const committed = period.spentNanos + period.reservedNanos + period.presumedNanos;
    const limit = period.capNanos + period.overCommittedNanos;
    demand(committed <= limit, () => `${period.id}: ${committed} committed of ${limit}`);
    demand(sum("active") === period.reservedNanos, () => `${period.id}: reserved ${period.reservedNanos}`);
    demand(sum("presumed") === period.presumedNanos, () => `${period.id}: presumed ${period.presumedNanos}`);
    demand(sum("closed") === 0n, () => `${period.id}: closed leases have money out`);
    const spent = own.reduce((total, lease) => total + lease.spentNanos + lease.overshootNanos, 0n);
    const expected = spent + period.countedNanos - period.overshootNanos;
    demand(period.spentNanos === expected, () => `${period.id}: spent ${period.spentNanos}, by its leases ${expected}`);
    const active = own.filter((lease) => lease.state === "active").map((lease) => lease.boxId);
    demand(new Set(active).size === active.length, () => `${period.id}: two live leases of one box`);
  }
}

/** A box never spends what the console does not hold as leased, spent or presumed for it. */
function checkLeases({ leases }: Tables, truth: Truth): void {
  for (const [leaseId, { costNanos, excessNanos }] of truth.byLease()) {
    const lease = leases.get(leaseId);
    const covered = lease ? lease.grantedNanos - lease.returnedNanos + lease.writtenOffNanos : 0n;
    const limit = covered + excessNanos + truth.twiceNanos(leaseId);
    demand(costNanos <= limit, () => `${leaseId}: ${costNanos} was spent of ${limit}`);
  }
}
