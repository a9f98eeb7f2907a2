import type { Books, Lease, Period } from "./core/books.ts";

type AmountsOf<Row> = { [Key in keyof Row as Row[Key] extends bigint ? Key : never]: bigint };
/** How much each amount of a period changed. */
export type PeriodChange = { id: string } & AmountsOf<Period>;

const periodAmounts = [
  "capNanos",
  "spentNanos",
  "countedNanos",
  "reservedNanos",
  "presumedNanos",
  "overCommittedNanos",
  "overshootNanos",
] as const satisfies (keyof AmountsOf<Period>)[];

/** What a command did to the books, as differences: a store adds them to what it has, under its own conditions. */
export function changedPeriods(before: Books, after: Books): PeriodChange[] {
  return [...after.periods.values()].flatMap((period) => {
    const old = before.periods.get(period.id);
    if (!old) throw new Error(`a command made the period ${period.id}`);
    const amounts = Object.fromEntries(
      periodAmounts.map((name) => [name, period[name] - old[name]]),
    ) as AmountsOf<Period>;
    return periodAmounts.some((name) => amounts[name] !== 0n) ? [{ id: period.id, ...amounts }] : [];
  });
}

/** Leases that are new or read differently now. */
export function changedLeases(before: Books, after: Books): { opened: Lease[]; changed: Lease[] } {
  const leases = [...after.leases.values()];
  const opened = leases.filter((lease) => !before.leases.has(lease.id));
  const changed = leases.filter((lease) => before.leases.has(lease.id) && before.leases.get(lease.id) !== lease);
  return { opened, changed };
}
