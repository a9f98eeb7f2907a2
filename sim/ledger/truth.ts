/**
 * What really happened at the providers, which neither side may lose or exceed: every call that was sent, with what it
 * cost, whether or not anybody lived to write it down.
 */
export type SentCall = {
  readonly boxId: string;
  readonly leaseIds: readonly string[];
  /** The soft budgets it fell under. */
  readonly counted: readonly string[];
  readonly heldNanos: bigint;
  readonly costNanos: bigint;
  isSettled: boolean;
};

export class Truth {
  readonly calls: SentCall[] = [];
  /** What a ledger that was restored from an old copy offline may spend a second time; nano-USD by lease. */
  readonly #twice = new Map<string, bigint>();
  /** Leases whose box lost its disk, or got an old one back: what it did not report before is gone. */
  readonly #damaged = new Set<string>();

  send(call: SentCall): SentCall {
    this.calls.push(call);
    return call;
  }

  allowTwice(leaseId: string, nanos: bigint): void {
    this.#twice.set(leaseId, (this.#twice.get(leaseId) ?? 0n) + nanos);
  }

  damage(leaseIds: Iterable<string>): void {
    for (const id of leaseIds) this.#damaged.add(id);
  }

  isDamaged(leaseId: string): boolean {
    return this.#damaged.has(leaseId);
  }

  twiceNanos(leaseId: string): bigint {
    return this.#twice.get(leaseId) ?? 0n;
  }

  /** By lease: what was spent of it, and by how much single calls exceeded their holds. */
  byLease(): Map<string, { costNanos: bigint; excessNanos: bigint }> {
    const sums = new Map<string, { costNanos: bigint; excessNanos: bigint }>();
    for (const { leaseIds, costNanos, heldNanos } of this.calls) {
      const excess = costNanos > heldNanos ? costNanos - heldNanos : 0n;
      for (const id of leaseIds) {
        const sum = sums.get(id) ?? { costNanos: 0n, excessNanos: 0n };
        sums.set(id, { costNanos: sum.costNanos + costNanos, excessNanos: sum.excessNanos + excess });
      }
    }
    return sums;
  }
}
