"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  type ReadSpendParams,
  readSpendParams,
  type SpendDefaults,
  type SpendParams,
  spendParsers,
} from "./search-params.ts";

interface UsedSpendParams {
  read: ReadSpendParams;
  /** One step in the browser's history, so that "back" leads to the picture before. Null takes a parameter out. */
  change: (params: Partial<SpendParams> | null) => void;
}

export function useSpendParams(defaults: SpendDefaults): UsedSpendParams {
  const [params, setParams] = useQueryStates(spendParsers, { history: "push" });
  const read = useMemo(() => readSpendParams(params, defaults), [params, defaults]);
  return { read, change: (next) => void setParams(next) };
}
