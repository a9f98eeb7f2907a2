import { z } from "zod";
import { PeriodKind } from "../protocol/budget.ts";
import { idOf, Nanos } from "../protocol/scalars.ts";
import { CapNanos, Tag } from "./schema.ts";

export const AllocationQuery = z.object({ period: PeriodKind.default("month") });

/** The hard budget of one provider connection for one group. */
export const AllocationCell = z.object({
  connectionId: z.string(),
  tag: z.string(),
  /** Of the smallest, when there are several: that is the one that limits. */
  budgetId: z.string(),
  capNanos: Nanos,
  /** How many budgets have this very scope; with more than one the cell cannot be changed as one. */
  count: z.int().min(1),
});
export type AllocationCell = z.infer<typeof AllocationCell>;

/**
 * The hard budgets of one kind of period, as a matrix. `capNanos` of a row, a column and the whole: the smallest hard
 * budget for that connection, that group, or the organization alone; null without one.
 */
export const Allocation = z.object({
  period: PeriodKind,
  connections: z.array(z.object({ id: z.string(), name: z.string(), capNanos: Nanos.nullable() })),
  tags: z.array(z.object({ tag: z.string(), boxes: z.int(), capNanos: Nanos.nullable() })),
  capNanos: Nanos.nullable(),
  cells: z.array(AllocationCell),
});
export type Allocation = z.infer<typeof Allocation>;

const CellChange = z.object({
  connectionId: idOf("prv"),
  tag: Tag,
  /** The cap that the change starts from; null: no budget. */
  expectedNanos: Nanos.nullable(),
  /** Null: the cell's budget is deleted. */
  capNanos: CapNanos.nullable(),
});
export type CellChange = z.output<typeof CellChange>;

/** `PUT /api/v1/budgets/allocation`: the cells that change, all of them or none. */
export const SaveAllocation = z
  .object({ period: PeriodKind, cells: z.array(CellChange).min(1).max(1000) })
  .superRefine(({ cells }, check) => {
    const seen = new Set<string>();
    for (const [index, cell] of cells.entries()) {
      if (seen.has(cellKey(cell))) {
        check.addIssue({ code: "custom", path: ["cells", index], message: "the same cell twice" });
      }
      seen.add(cellKey(cell));
    }
  });
export type SaveAllocation = z.output<typeof SaveAllocation>;

/** Ids and tags hold no slash. */
export function cellKey({ connectionId, tag }: { connectionId: string; tag: string }): string {
  return `${connectionId}/${tag}`;
}
