import { z } from "zod";
import type { Lease, Period } from "./core/books.ts";

const Amount = z.bigint();

export const PeriodRow = z.object({
  id: z.string(),
  budget_id: z.string(),
  cap_nanos: Amount,
  spent_nanos: Amount,
  counted_nanos: Amount,
  reserved_nanos: Amount,
  presumed_nanos: Amount,
  over_committed_nanos: Amount,
  overshoot_nanos: Amount,
});

export const LeaseRow = z.object({
  id: z.string(),
  box_id: z.string(),
  period_id: z.string(),
  ledger_id: z.string(),
  epoch: z.int(),
  granted_nanos: Amount,
  spent_nanos: Amount,
  returned_nanos: Amount,
  written_off_nanos: Amount,
  overshoot_nanos: Amount,
  state: z.enum(["active", "presumed", "closed"]),
  is_fenced: z.boolean(),
  expires_at: z.date(),
});

export function periodOf(row: z.infer<typeof PeriodRow>): Period {
  return {
    id: row.id,
    budgetId: row.budget_id,
    capNanos: row.cap_nanos,
    spentNanos: row.spent_nanos,
    countedNanos: row.counted_nanos,
    reservedNanos: row.reserved_nanos,
    presumedNanos: row.presumed_nanos,
    overCommittedNanos: row.over_committed_nanos,
    overshootNanos: row.overshoot_nanos,
  };
}

export function leaseOf(row: z.infer<typeof LeaseRow>): Lease {
  return {
    id: row.id,
    boxId: row.box_id,
    periodId: row.period_id,
    ledgerId: row.ledger_id,
    epoch: row.epoch,
    grantedNanos: row.granted_nanos,
    spentNanos: row.spent_nanos,
    returnedNanos: row.returned_nanos,
    writtenOffNanos: row.written_off_nanos,
    overshootNanos: row.overshoot_nanos,
    state: row.state,
    isFenced: row.is_fenced,
    expiresAtMs: row.expires_at.getTime(),
  };
}
