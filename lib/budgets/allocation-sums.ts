import { type Allocation, cellKey } from "./allocation-schema.ts";

/** What the cells of a row, a column or all add up to, and by how much that is more than the budget above them. */
export interface AllocationSum {
  nanos: bigint;
  /** Null: there is no budget above. */
  capNanos: bigint | null;
  overNanos: bigint;
}

export interface AllocationSums {
  rows: Map<string, AllocationSum>;
  columns: Map<string, AllocationSum>;
  total: AllocationSum;
}

/** Sums of a matrix whose cells are `capOf` their key; null is no budget, and adds nothing. */
export function sumAllocation(
  { connections, tags, capNanos }: Pick<Allocation, "connections" | "tags" | "capNanos">,
  capOf: (key: string) => bigint | null,
): AllocationSums {
  const cell = (connectionId: string, tag: string) => capOf(cellKey({ connectionId, tag })) ?? 0n;
  const rows = new Map(
    connections.map(({ id, capNanos }) => [id, against(sum(tags.map(({ tag }) => cell(id, tag))), capNanos)]),
  );
  const columns = new Map(
    tags.map(({ tag, capNanos }) => [tag, against(sum(connections.map(({ id }) => cell(id, tag))), capNanos)]),
  );
  return { rows, columns, total: against(sum([...rows.values()].map(({ nanos }) => nanos)), capNanos) };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function against(nanos: bigint, capNanos: bigint | null): AllocationSum {
  return { nanos, capNanos, overNanos: capNanos !== null && nanos > capNanos ? nanos - capNanos : 0n };
}
