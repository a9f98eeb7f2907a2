"use client";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { BookLine } from "#lib/prices/schema.ts";
import { PriceDialog } from "./price-dialog.tsx";
import { ShowMore } from "./show-more.tsx";
import { usePriceColumns } from "./use-price-columns.tsx";

/** What an account with hundreds of models shows before it is asked for more, and how much more each time. */
const step = 50;

/** What needs a price comes first: until it has one, calls to it are refused under a hard cap. */
export function PriceTable({
  caption,
  lines,
  hasProvider = false,
}: {
  caption: string;
  lines: readonly BookLine[];
  hasProvider?: boolean;
}) {
  const mayPrice = useMay("providers.write");
  const [shown, setShown] = useState(step);
  const [pricing, setPricing] = useState<BookLine | null>(null);
  const sorted = lines.toSorted((a, b) => Number(a.prices.length > 0) - Number(b.prices.length > 0));
  const visible = sorted.slice(0, shown);
  const columns = usePriceColumns({ lines: visible, hasProvider, ...(mayPrice ? { onPrice: setPricing } : {}) });
  return (
    <>
      <DataTable
        caption={caption}
        columns={columns}
        rows={visible}
        rowKey={({ connectionId, id }) => `${connectionId}/${id}`}
      />
      <ShowMore shown={shown} count={sorted.length} onMore={() => setShown(shown + 2 * step)} />
      {pricing ? <PriceDialog line={pricing} onClose={() => setPricing(null)} /> : null}
    </>
  );
}
