import { z } from "zod";
import { idOf, Nanos } from "./scalars.ts";

/**
 * A lease is a box's share of one budget period. `grantedNanos` is cumulative and only grows, so a lost answer costs
 * nothing: the box asks again with what it knows, and the console first tells it about what it already granted.
 */
export const LeaseAsk = z.object({
  budgetId: idOf("bud"),
  /** The live lease the box knows for the current period, with the cumulative grant it knows. */
  known: z.object({ leaseId: idOf("lse"), grantedNanos: Nanos }).nullable(),
  /**
   * The newest epoch this ledger ever knew under the budget, 0 when none. A live lease of another period with a newer one
   * was granted in an answer that got lost: it was surely not spent and is free again. Null: the box does not say.
   */
  lastEpoch: z.int().min(0).nullable().default(null),
  /** What must fit beyond the known grant for the next call; "0" asks for working stock only. */
  needNanos: Nanos,
  /** Spending speed of the last minutes; sizes the grant. */
  burnNanosPerSecond: Nanos,
});
export type LeaseAsk = z.infer<typeof LeaseAsk>;

/** Money the box will not spend any more, as the cumulative `returned` of a lease. Persist before sending. */
export const LeaseReturn = z.object({
  leaseId: idOf("lse"),
  returnedNanos: Nanos,
  /**
   * The lease is over for the box, which knew of this cumulative grant and takes no more of it: what was granted beyond,
   * in an answer that got lost, was surely not spent. Null: the box goes on with it.
   */
  overAtNanos: Nanos.nullable().default(null),
});
export type LeaseReturn = z.infer<typeof LeaseReturn>;

/**
 * `POST /api/box/v1/leases`: returns first, then asks, in one transaction. `ledgerId` is made with the box's ledger
 * database and lives as long as it: a box whose ledger was lost comes with another one, and whatever the old one may
 * have spent unreported is presumed spent instead of being granted again.
 *
 * `exchangeNo` grows by one per request of a ledger and is on its disk before the request leaves. One that the console
 * has seen is answered `isStaleLedger` and changes nothing: either it is a late copy, whose answer nobody waits for, or
 * the ledger was brought back from an older copy of itself and has forgotten what it spent. Such a box makes a new
 * ledger id and leaves its old leases alone.
 */
export const LeaseRequest = z.object({
  ledgerId: z.uuid(),
  exchangeNo: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  returns: z.array(LeaseReturn).max(200),
  asks: z.array(LeaseAsk).max(200),
});
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export const Lease = z.object({
  id: idOf("lse"),
  budgetId: idOf("bud"),
  /** Counts the leases of this box under this budget: a newer one fences those before it. */
  epoch: z.int().min(1),
  /** Period the lease is charged to, milliseconds since 1970; a `total` budget ends in the year 9999. */
  startsAtMs: z.int(),
  endsAtMs: z.int(),
  grantedNanos: Nanos,
  /** From the moment of the answer, by the box's monotonic clock. The box spends nothing of it afterwards. */
  expiresInSeconds: z.int().min(0),
});
export type Lease = z.infer<typeof Lease>;

/**
 * `enough`: the grant covers the need. `exhausted`: it does not and cannot now (the lease, if any, stays usable).
 * `paused`: nothing may be spent; what the box holds goes back at once. `unknown_budget`: deleted, without leases
 * (soft), or not this box's.
 */
export const LeaseAnswer = z.object({
  budgetId: idOf("bud"),
  result: z.enum(["enough", "exhausted", "paused", "unknown_budget"]),
  lease: Lease.nullable(),
  /** Others lack money: give back what is not needed within seconds, and take no stock. */
  isScarce: z.boolean(),
  /** With `exhausted`: others hold enough that they may not need, and were asked for it; ask again in a moment. */
  isRecalled: z.boolean().default(false),
  capNanos: Nanos,
  /** When the period ends; null for `total`. */
  resetsAtMs: z.int().nullable(),
});
export type LeaseAnswer = z.infer<typeof LeaseAnswer>;

export const LeaseResponse = z.object({
  /** Nothing was done; see LeaseRequest. */
  isStaleLedger: z.boolean(),
  answers: z.array(LeaseAnswer),
});
export type LeaseResponse = z.infer<typeof LeaseResponse>;
