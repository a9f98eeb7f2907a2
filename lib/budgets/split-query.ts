import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { stringifyWire } from "../money.ts";
import type { SplitBudget } from "./split-schema.ts";

/** What a split would make; writes nothing. Not asked again by itself: a refusal is an answer. */
export const splitPreviewQuery = (org: string, input: SplitBudget | null) =>
  queryOptions({
    queryKey: [org, "budgets", "split", stringifyWire(input)],
    queryFn: () =>
      api.post(
        "/api/v1/budgets/split?preview=true",
        input,
        async () => (await import("./split-schema.ts")).SplitResult,
        { org },
      ),
    enabled: input !== null,
    retry: false,
  });

export const splitBudget = (org: string, input: SplitBudget) =>
  api.post("/api/v1/budgets/split", input, async () => (await import("./split-schema.ts")).SplitResult, { org });
