import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/fetcher.ts";

/** Below "spend": what is spent changes it. */
export const whatIfQuery = (org: string, days: number) =>
  queryOptions({
    queryKey: [org, "spend", "what-if", days],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/spend/what-if?days=${days}`, async () => (await import("./schema.ts")).WhatIf, { org, signal }),
    placeholderData: keepPreviousData,
    // Complete days only: every call of today would fetch the same again.
    staleTime: 5 * 60_000,
  });
