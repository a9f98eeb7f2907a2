import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, nothing } from "../api/fetcher.ts";
import type { AlertFilter, AlertMailPreference } from "./schema.ts";

/** What is set, as query parameters. */
function queryParams(filter: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** How many the bell shows. */
const newestCount = 10;

export const newestAlertsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "alerts", "newest"],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/alerts?limit=${newestCount}`, async () => (await import("./schema.ts")).AlertPage, {
        org,
        signal,
      }),
  });

export const alertListQuery = (org: string, filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: [org, "alerts", "list", filter],
    queryFn: ({ signal, pageParam }) =>
      api.get(
        `/api/v1/alerts?${queryParams({ ...filter, before: pageParam })}`,
        async () => (await import("./schema.ts")).AlertPage,
        { org, signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const alertMailQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "alerts", "mail"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/alerts/mail", async () => (await import("./schema.ts")).AlertMail, { org, signal }),
  });

/** Null: all. */
export const markAlertsRead = (org: string, ids: string[] | null) =>
  api.post("/api/v1/alerts/read", { ids }, nothing, { org });

export const changeAlertMail = (org: string, input: AlertMailPreference) =>
  api.put("/api/v1/alerts/mail", input, async () => (await import("./schema.ts")).AlertMail, { org });
