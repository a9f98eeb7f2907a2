"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiError } from "#lib/api/fetcher.ts";
import { allocationQuery, saveAllocation } from "#lib/budgets/allocation-query.ts";
import { type Allocation, cellKey } from "#lib/budgets/allocation-schema.ts";
import { type AllocationSums, sumAllocation } from "#lib/budgets/allocation-sums.ts";
import { type CellState, cellState, changesOf, type Draft, keepMine, revert, typeInto } from "./allocation-draft.ts";

export interface AllocationEditor {
  allocation: Allocation;
  sums: AllocationSums;
  stateOf: (key: string) => CellState;
  type: (texts: ReadonlyMap<string, string>) => void;
  revert: (keys: readonly string[]) => void;
  /** Takes back everything that was typed. */
  discard: () => void;
  keepMine: () => void;
  takeTheirs: () => void;
  save: () => void;
  isSaving: boolean;
  /** Why the last save failed, if not because another was faster: that the cells show themselves. */
  error: unknown;
  changes: number;
  invalid: number;
  stale: { key: string; title: string; savedNanos: bigint | null }[];
}

/** What was typed and not saved, over what is saved, which goes on changing by others' hands. */
export function useAllocationDraft(allocation: Allocation): AllocationEditor {
  const t = useTranslations("allocation");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(new Map());
  const query = allocationQuery(slug, allocation.period);
  const mutation = useMutation({
    mutationFn: () => saveAllocation(slug, { period: allocation.period, cells: changesOf(allocation, draft) }),
    onSuccess: (saved) => {
      client.setQueryData(query.queryKey, saved);
      setDraft(new Map());
      void client.invalidateQueries({ queryKey: [slug, "budgets"] });
      toast(t("saved"));
    },
    onError: (error) => {
      if (isConflict(error)) void client.invalidateQueries({ queryKey: query.queryKey });
    },
  });
  const stateOf = (key: string) => cellState(allocation, draft, key);
  const cells = allocation.connections.flatMap(({ id: connectionId, name }) =>
    allocation.tags.map(({ tag }) => {
      const key = cellKey({ connectionId, tag });
      return { key, title: `${name} × ${tag}`, ...stateOf(key) };
    }),
  );
  const stale = cells.filter(({ isStale }) => isStale);
  return {
    allocation,
    sums: sumAllocation(allocation, (key) => stateOf(key).capNanos),
    stateOf,
    type: (texts) => setDraft((before) => typeInto(allocation, before, texts)),
    revert: (keys) => setDraft((before) => revert(before, keys)),
    discard: () => setDraft(new Map()),
    keepMine: () => setDraft((before) => keepMine(allocation, before)),
    takeTheirs: () =>
      setDraft((before) =>
        revert(
          before,
          stale.map(({ key }) => key),
        ),
      ),
    save: () => mutation.mutate(),
    isSaving: mutation.isPending,
    error: isConflict(mutation.error) ? null : mutation.error,
    changes: cells.filter(({ isChanged }) => isChanged).length,
    invalid: cells.filter(({ isInvalid }) => isInvalid).length,
    stale,
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === "version_conflict";
}
