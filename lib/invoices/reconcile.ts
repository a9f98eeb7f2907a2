import { maxNanos } from "../money.ts";
import type { InvoiceStatus, ReconciledLine, ReconciledSum } from "./schema.ts";

/** Of one day and model; null: what is billed is not known to be of any model. */
export type Billed = { day: string; name: string; model: string | null; costNanos: bigint };
export type Metered = { day: string; model: string; costNanos: bigint };

/** As good as equal: within a cent, or a thousandth of what was metered. */
export function isWithinTolerance(differenceNanos: bigint, meteredNanos: bigint): boolean {
  const abs = differenceNanos < 0n ? -differenceNanos : differenceNanos;
  return abs <= maxNanos(10_000_000n, meteredNanos / 1000n);
}

/**
 * Holds a bill against what was metered, day by day and model by model, in nano-USD: difference = billed − metered. Whatever
 * stands on either side is in exactly one line, so the differences sum to the bill's total less the metered total exactly,
 * and so do those by model and by day.
 */
export function reconcile(
  billed: readonly Billed[],
  metered: readonly Metered[],
): { lines: ReconciledLine[]; byModel: ReconciledSum[]; byDay: ReconciledSum[] } {
  const lines = new Map<string, ReconciledLine>();
  const lineOf = (day: string, model: string | null, name: string): ReconciledLine => {
    // What has no model is told apart by what the invoice calls it.
    const key = JSON.stringify([day, model, model === null ? name : ""]);
    const line = lines.get(key) ?? {
      ...{ day, model, name: model ?? name },
      ...{ billedNanos: 0n, meteredNanos: 0n, differenceNanos: 0n, status: "equal" as InvoiceStatus },
      ...{ isBilled: false, isMetered: false },
    };
    lines.set(key, line);
    return line;
  };
  for (const { day, model, name, costNanos } of billed) {
    const line = lineOf(day, model, name);
    line.billedNanos += costNanos;
    line.isBilled = true;
  }
  for (const { day, model, costNanos } of metered) {
    const line = lineOf(day, model, model);
    line.meteredNanos += costNanos;
    line.isMetered = true;
  }
  for (const line of lines.values()) {
    line.differenceNanos = line.billedNanos - line.meteredNanos;
    line.status = statusOf(line);
  }
  const all = [...lines.values()].toSorted((a, b) => compare(a.day, b.day) || compare(a.name, b.name));
  return {
    lines: all,
    byModel: sums(all, ({ model, name }) => ({
      key: JSON.stringify([model, model === null ? name : ""]),
      model,
      name,
    })).toSorted(byAmount),
    byDay: sums(all, ({ day }) => ({ key: day, model: null, name: day })).toSorted((a, b) => compare(a.name, b.name)),
  };
}

function statusOf({
  model,
  isBilled,
  isMetered,
  differenceNanos,
  meteredNanos,
  billedNanos,
}: ReconciledLine): InvoiceStatus {
  if (model === null) return "unknown_model";
  if (isWithinTolerance(differenceNanos, meteredNanos)) return "equal";
  if (!isMetered || (meteredNanos === 0n && billedNanos > 0n)) return "no_usage";
  if (!isBilled) return "not_billed";
  return differenceNanos > 0n ? "over" : "under";
}

function sums(
  lines: readonly ReconciledLine[],
  keyOf: (line: ReconciledLine) => { key: string; model: string | null; name: string },
): ReconciledSum[] {
  const found = new Map<string, ReconciledSum>();
  for (const line of lines) {
    const { key, model, name } = keyOf(line);
    const sum = found.get(key) ?? { model, name, billedNanos: 0n, meteredNanos: 0n, differenceNanos: 0n };
    sum.billedNanos += line.billedNanos;
    sum.meteredNanos += line.meteredNanos;
    sum.differenceNanos += line.differenceNanos;
    found.set(key, sum);
  }
  return [...found.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byAmount(a: ReconciledSum, b: ReconciledSum): number {
  const most = ({ billedNanos, meteredNanos }: ReconciledSum) => maxNanos(billedNanos, meteredNanos);
  return most(b) > most(a) ? 1 : most(b) < most(a) ? -1 : compare(a.name, b.name);
}
