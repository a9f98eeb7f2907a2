import { z } from "zod";
import { PeriodKind } from "../protocol/budget.ts";
import { Nanos } from "../protocol/scalars.ts";

/** The account of the running period. free = cap − spent − reserved − presumed, never below zero. */
export const BudgetAccount = z.object({
  startsAt: z.iso.datetime(),
  /** Null for a budget without periods. */
  endsAt: z.iso.datetime().nullable(),
  spentNanos: Nanos,
  /** Leased to boxes, not yet spent. */
  reservedNanos: Nanos,
  /** Leases that expired unreported: counted as spent until the box says otherwise. */
  presumedNanos: Nanos,
  freeNanos: Nanos,
  /** By how much a lowered cap lies below what is committed. */
  overCommittedNanos: Nanos,
  /** Billed beyond what was held, because a provider broke its own limit. */
  overshootNanos: Nanos,
});

export const Budget = z.object({
  id: z.string(),
  name: z.string(),
  /** Null: all providers. */
  connectionId: z.string().nullable(),
  connectionName: z.string().nullable(),
  period: PeriodKind,
  capNanos: Nanos,
  account: BudgetAccount,
  createdAt: z.iso.datetime(),
});
export type Budget = z.infer<typeof Budget>;
export const BudgetList = z.object({ items: z.array(Budget) });

export const BudgetLease = z.object({
  leaseId: z.string(),
  boxId: z.string(),
  boxName: z.string(),
  grantedNanos: Nanos,
  spentNanos: Nanos,
  returnedNanos: Nanos,
  state: z.enum(["active", "presumed", "closed"]),
  expiresAt: z.iso.datetime(),
});
export const BudgetDetail = Budget.extend({ leases: z.array(BudgetLease) });
export type BudgetDetail = z.infer<typeof BudgetDetail>;

/** From one cent to a hundred million dollars. */
export const CapNanos = Nanos.refine((nanos) => nanos >= 10_000_000n && nanos <= 100_000_000_000_000_000n, {
  error: "between 0.01 and 100,000,000 USD",
});
export const BudgetName = z.string().trim().min(1).max(64);

export const CreateBudget = z.object({
  name: BudgetName,
  connectionId: z.string().nullable(),
  period: PeriodKind,
  capNanos: CapNanos,
});
export const ChangeBudget = z.object({ name: BudgetName.optional(), capNanos: CapNanos.optional() });
