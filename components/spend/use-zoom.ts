"use client";
import { useState } from "react";
import type { ChartZoom } from "#components/chart/frame.tsx";
import type { SpendQuery } from "#lib/spend/schema.ts";
import type { SpendParams } from "./search-params.ts";

type Window = Pick<SpendParams, "range" | "from" | "to" | "granularity">;

/** Zooming is choosing days: a step in the browser's history, and back to the range before in one press. */
export function useZoom(query: SpendQuery, change: (params: Partial<SpendParams>) => void): ChartZoom {
  const [before, setBefore] = useState<Window | null>(null);
  const isCustom = query.range === "custom";
  return {
    onZoom: ({ from, to }) => {
      const { range, granularity } = query;
      if (!isCustom) setBefore({ range, granularity, from: null, to: null });
      change({ range: "custom", from, to, granularity: null });
    },
    reset: isCustom ? () => change(before ?? { range: null, granularity: null, from: null, to: null }) : undefined,
  };
}
