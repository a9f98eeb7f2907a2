import { maxNanos, minNanos } from "../../lib/money.ts";

/**
 * The arithmetic of one lease: pure, no clock, no disk. All amounts in nano-USD.
 *
 * `granted` and `returned` are cumulative. `sliced` is the part that the disk already counts as spent; only money
 * inside the slice is used, so a crash can lose knowledge but never money. Invariants (but for a provider that
 * charges more than the hold, which is recorded as it is):
 * `spent + held ≤ sliced ≤ granted − returned`.
 */
export type Account = {
  readonly granted: bigint;
  readonly sliced: bigint;
  readonly spent: bigint;
  readonly returned: bigint;
  /** Sum of the holds of calls under way. Lives in memory only. */
  readonly held: bigint;
};

/** Slices per lease: an idle-to-crash loss of at most 2 % of a lease against one fsync per 2 % of spending. */
const slicesPerLease = 50n;

export function openAccount(granted: bigint): Account {
  return { granted, sliced: 0n, spent: 0n, returned: 0n, held: 0n };
}

/** What new holds may take; 0 after an overshoot. */
export function freeNanos(account: Account): bigint {
  return maxNanos(0n, roomNanos(account));
}

/** The same, and below zero when a provider charged more than was left: that must be covered before the next call. */
export function roomNanos(account: Account): bigint {
  return account.granted - account.returned - account.spent - account.held;
}

export type HoldPlan =
  | { readonly isCovered: true; readonly next: readonly Account[] }
  /** What each account lacks, 0 where it would have sufficed. */
  | { readonly isCovered: false; readonly shortfalls: readonly bigint[] };

/** Takes `nanos` from every account or from none. Commit the grown slices of `next` before using them. */
export function planHold(accounts: readonly Account[], nanos: bigint): HoldPlan {
  const shortfalls = accounts.map((account) => maxNanos(0n, nanos - roomNanos(account)));
  if (shortfalls.some((shortfall) => shortfall > 0n)) return { isCovered: false, shortfalls };
  return {
    isCovered: true,
    next: accounts.map((account) => ({ ...account, held: account.held + nanos, sliced: grownSlice(account, nanos) })),
  };
}

/**
 * The slice after room for `nanos` more was made: unchanged when it suffices, else extended by
 * max(what is missing, min(rest of the lease, granted / 50)).
 */
function grownSlice(account: Account, nanos: bigint): bigint {
  const missing = account.spent + account.held + nanos - account.sliced;
  if (missing <= 0n) return account.sliced;
  const rest = account.granted - account.returned - account.sliced;
  return account.sliced + maxNanos(missing, minNanos(rest, account.granted / slicesPerLease));
}

/**
 * Ends a hold of `held` with the true cost. More than the hold happens only when a provider ignores the output limit;
 * then the slice grows past the lease, because the money is gone whatever we write.
 */
export function settleHold(account: Account, held: bigint, actual: bigint): Account {
  if (held > account.held) throw new Error("a hold is settled once");
  const spent = account.spent + actual;
  const stillHeld = account.held - held;
  return { ...account, spent, held: stillHeld, sliced: maxNanos(account.sliced, spent + stillHeld) };
}

/** A later cumulative grant; an older or repeated one changes nothing. */
export function raiseGrant(account: Account, granted: bigint): Account {
  return { ...account, granted: maxNanos(account.granted, granted) };
}

/** Gives the unused slice back to the lease, so that a crash from now on costs nothing. No-op while holds are out. */
export function closeSlice(account: Account): Account {
  return account.held > 0n ? account : { ...account, sliced: account.spent };
}

/**
 * Gives back what is free beyond `keep`, also while calls are under way: what they hold stays untouched. The slice
 * shrinks to what is spent or held, so that nothing that was given back can be counted as spent after a crash. On disk
 * before anybody is told.
 */
export function returnDown(account: Account, keep: bigint): Account {
  const more = freeNanos(account) - keep;
  if (more <= 0n) return account;
  return { ...account, returned: account.returned + more, sliced: account.spent + account.held };
}

/** After a crash: what the slice covered and no settled call explains counts as spent. */
export function recoverAccount(durable: Account): { account: Account; unaccounted: bigint } {
  const unaccounted = maxNanos(0n, durable.sliced - durable.spent);
  return { account: { ...durable, held: 0n, spent: durable.spent + unaccounted }, unaccounted };
}
