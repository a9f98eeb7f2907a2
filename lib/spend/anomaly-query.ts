import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import type { AnomalyState, ChangeAnomaly } from "./anomaly-schema.ts";
import { spendSearch } from "./query.ts";

/** Of every state when none is given. */
export const anomalyListQuery = (org: string, state?: AnomalyState) =>
  queryOptions({
    queryKey: [org, "spend", "anomalies", state ?? "all"],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/spend/anomalies?${spendSearch({ state })}`,
        async () => (await import("./anomaly-schema.ts")).AnomalyList,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const changeAnomaly = (org: string, anomalyId: string, change: ChangeAnomaly) =>
  api.patch(`/api/v1/spend/anomalies/${anomalyId}`, change, async () => (await import("./anomaly-schema.ts")).Anomaly, {
    org,
  });
