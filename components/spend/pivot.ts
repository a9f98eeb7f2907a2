import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import type { SpendView } from "#lib/spend/schema.ts";

export interface PivotRow {
  /** Null: everything that the answer does not name. */
  key: string | null;
  label: string;
  /** Under each column, then what is under none of them. */
  cells: bigint[];
  costNanos: bigint;
  previousNanos: bigint | null;
  requests: number;
}

export interface Pivot {
  columns: { key: string; label: string }[];
  /** Whether anything is under no column. */
  hasOther: boolean;
  rows: PivotRow[];
  /** Sums of the cells of each column, the last one of what is under none; together the total. */
  sums: bigint[];
  totalNanos: bigint;
}

/**
 * The answer as a table: rows by the first group, and with two groups the `most` largest of the second as columns. Exact in
 * both directions: what a row has under no column is its "other", what no row names is the last row.
 */
export function preparePivot(
  view: SpendView,
  {
    most,
    nameOf,
    innerNameOf,
    restLabel,
  }: {
    most: number;
    nameOf: (key: string, label: string) => string;
    innerNameOf: (key: string, label: string) => string;
    restLabel: (count: number) => string;
  },
): Pivot {
  const columns = largestColumns(view, most).map(({ key, label }) => ({ key, label: innerNameOf(key, label) }));
  const place = new Map(columns.map(({ key }, index) => [key, index]));
  const named = new Map(view.series.map(({ key }, index) => [key, index]));
  const cells = Array.from({ length: view.series.length + 1 }, () => columns.map(() => 0n));
  for (const { key, inner, costNanos } of view.pairs) {
    const [row, column] = [cells[named.get(key) ?? view.series.length], place.get(inner)];
    if (row && column !== undefined) row[column] = (row[column] ?? 0n) + costNanos;
  }
  const rows: PivotRow[] = view.series.map(({ key, label, costNanos, previousNanos, requests }, index) => ({
    key,
    label: nameOf(key, label),
    cells: withOther(cells[index] ?? [], costNanos),
    costNanos,
    previousNanos,
    requests,
  }));
  if (view.rest) {
    const { count, costNanos, previousNanos, requests } = view.rest;
    const last = withOther(cells.at(-1) ?? [], costNanos);
    rows.push({ key: null, label: restLabel(count), cells: last, costNanos, previousNanos, requests });
  }
  const sums = [...columns, null].map((_, at) => rows.reduce((all, row) => all + (row.cells[at] ?? 0n), 0n));
  const hasOther = columns.length > 0 && rows.some((row) => row.cells.at(-1) !== 0n);
  return { columns, hasOther, rows, sums, totalNanos: view.costNanos };
}

function withOther(cells: readonly bigint[], total: bigint): bigint[] {
  return [...cells, total - cells.reduce((all, one) => all + one, 0n)];
}

function largestColumns({ pairs }: SpendView, most: number): { key: string; label: string }[] {
  const totals = new Map<string, { label: string; nanos: bigint }>();
  for (const { inner, innerLabel, costNanos } of pairs) {
    totals.set(inner, { label: innerLabel, nanos: (totals.get(inner)?.nanos ?? 0n) + costNanos });
  }
  return [...totals]
    .toSorted(([a, one], [b, other]) =>
      one.nanos === other.nanos ? (a < b ? -1 : 1) : one.nanos < other.nanos ? 1 : -1,
    )
    .slice(0, most)
    .map(([key, { label }]) => ({ key, label }));
}

/** The table as a file, in US dollars with every decimal: rows, then their sums. */
export function pivotCsv(
  pivot: Pivot,
  labels: { name: string; other: string; total: string; previous: string; requests: string },
): string {
  const shown = (cells: readonly bigint[]) => (pivot.hasOther ? cells : cells.slice(0, -1));
  const hasPrevious = pivot.rows.some(({ previousNanos }) => previousNanos !== null);
  const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
  const line = (row: Omit<PivotRow, "key">) => [
    csvField(row.label),
    ...shown(row.cells).map(usd),
    usd(row.costNanos),
    ...(hasPrevious ? [usd(row.previousNanos)] : []),
    String(row.requests),
  ];
  const columns = [...pivot.columns.map(({ label }) => label), ...(pivot.hasOther ? [labels.other] : [])];
  const head = [labels.name, ...columns, labels.total, ...(hasPrevious ? [labels.previous] : []), labels.requests];
  const sums = {
    label: labels.total,
    cells: pivot.sums,
    costNanos: pivot.totalNanos,
    previousNanos: pivot.rows.reduce<bigint>((all, { previousNanos }) => all + (previousNanos ?? 0n), 0n),
    requests: pivot.rows.reduce((all, { requests }) => all + requests, 0),
  };
  const rows = [head.map(csvField), ...pivot.rows.map(line), line(sums)];
  return `${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;
}
