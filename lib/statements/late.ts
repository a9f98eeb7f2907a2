import type { Late } from "./schema.ts";

/** What counts of a statement for the arithmetic of what came late. */
export interface Frozen {
  /** "2026-10" */
  month: string;
  meteredNanos: bigint;
  late: Late;
}

/** What is metered now, read as one picture with `frozen`. */
export interface Live {
  /** Of each closed month, cut in the zone of its own statement. */
  byMonth: ReadonlyMap<string, bigint>;
  /** Of everything before the moment that statements are about. */
  totalNanos: bigint;
}

/**
 * Usage that arrived after the months it belongs to were closed, and that no statement carries yet; nano-USD.
 *
 * Of a closed month m: metered(m) now − frozen(m) − everything that later statements carry of m.
 * Of everything: metered now − Σ over statements of (metered + late). What of that is in no closed month is `otherNanos`:
 * usage from before the first statement, and hours that a change of the organization's zone moved over a month's edge.
 *
 * A statement freezes this as its `late`, of the moments before its month. So after every close, and whatever comes when,
 * Σ (metered + late) + what is late since = everything metered: no usage is ever missing, none is in two statements.
 */
export function lateOf(frozen: readonly Frozen[], { byMonth, totalNanos }: Live): Late {
  const months = frozen.map(({ month, meteredNanos }) => ({
    month,
    nanos: (byMonth.get(month) ?? 0n) - meteredNanos - carriedOf(month, frozen),
  }));
  const nanos = totalNanos - sum(frozen.map(({ meteredNanos, late }) => meteredNanos + late.nanos));
  return {
    nanos,
    months: months.filter((one) => one.nanos !== 0n),
    otherNanos: nanos - sum(months.map((one) => one.nanos)),
  };
}

/** What statements carry of a month that was closed before them. */
export function carriedOf(month: string, frozen: readonly Pick<Frozen, "late">[]): bigint {
  return sum(frozen.flatMap(({ late }) => late.months.filter((one) => one.month === month).map(({ nanos }) => nanos)));
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
