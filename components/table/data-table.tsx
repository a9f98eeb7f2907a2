"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { cn } from "#lib/cn.ts";
import { type SortKey, sortRows } from "./sort-rows.ts";
import { useOverflow } from "./use-overflow.ts";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  isNumeric?: boolean;
  /** Gives the column a sort button. */
  sortBy?: (row: Row) => SortKey;
  /** Under the last row, such as the sum. */
  foot?: ReactNode;
  /** The narrowest screen that still shows the column. */
  from?: "sm" | "md" | "lg" | "xl";
}

const shownFrom = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
  xl: "hidden xl:table-cell",
};

/** A real table. With `rowHref` the first cell is a link that covers the row. Scrolls sideways inside itself. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  rowHref,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowHref?: (row: Row) => string;
}) {
  const [scroller, isOverflowing] = useOverflow<HTMLDivElement>();
  const [sort, setSort] = useState<{ id: string; isDescending: boolean } | null>(null);
  const sorted = columns.find((column) => column.id === sort?.id);
  const shown = sort && sorted?.sortBy ? sortRows(rows, sorted.sortBy, sort.isDescending) : rows;
  const cellClasses = (column: Column<Row>) =>
    cn(
      "px-3 first:pl-4 last:pr-4",
      column.isNumeric && "text-right tabular-nums",
      column.from && shownFrom[column.from],
    );

  function toggle(column: Column<Row>) {
    const isSame = sort?.id === column.id;
    setSort({ id: column.id, isDescending: isSame ? !sort.isDescending : column.isNumeric === true });
  }

  return (
    <div
      ref={scroller}
      // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
      {...(isOverflowing ? { tabIndex: 0, role: "group", "aria-label": caption } : {})}
      className="relative overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b text-xs text-muted">
            {columns.map((column) => {
              const order = sort?.id === column.id ? (sort.isDescending ? "descending" : "ascending") : undefined;
              const Arrow = order === "descending" ? ArrowDown : ArrowUp;
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={order}
                  className={cn(cellClasses(column), "h-8 font-medium")}
                >
                  {column.sortBy ? (
                    <button
                      type="button"
                      onClick={() => toggle(column)}
                      className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap hover:text-foreground pointer-coarse:min-h-11"
                    >
                      {column.header}
                      <Arrow aria-hidden className={cn("size-3", order === undefined && "hidden")} />
                    </button>
                  ) : (
                    <span className="whitespace-nowrap">{column.header}</span>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y">
          {shown.map((row) => (
            <tr key={rowKey(row)} className={cn("relative", rowHref && "hover:bg-hover")}>
              {columns.map((column, index) => (
                <td key={column.id} className={cn(cellClasses(column), "h-10 py-1.5 pointer-coarse:h-12")}>
                  {index === 0 && rowHref ? (
                    <Link href={rowHref(row)} className="font-medium after:absolute after:inset-0">
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {columns.some(({ foot }) => foot !== undefined) ? (
          <tfoot className="border-t font-medium">
            <tr>
              {columns.map((column) => (
                <td key={column.id} className={cn(cellClasses(column), "h-10 py-1.5 pointer-coarse:h-12")}>
                  {column.foot}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}
