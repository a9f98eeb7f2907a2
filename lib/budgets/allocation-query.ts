import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import type { PeriodKind } from "../protocol/budget.ts";
import type { SaveAllocation } from "./allocation-schema.ts";

export const allocationQuery = (org: string, period: PeriodKind) =>
  queryOptions({
    queryKey: [org, "budgets", "allocation", period],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/budgets/allocation?period=${period}`,
        async () => (await import("./allocation-schema.ts")).Allocation,
        { org, signal },
      ),
  });

export const saveAllocation = (org: string, input: SaveAllocation) =>
  api.put("/api/v1/budgets/allocation", input, async () => (await import("./allocation-schema.ts")).Allocation, {
    org,
  });
