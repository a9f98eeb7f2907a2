import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import type { AuditFilter } from "./schema.ts";

/** The filter as query parameters; what is not set is left out. */
export function auditParams(filter: Record<string, string | undefined>): URLSearchParams {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(set);
}

export const auditQuery = (org: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [org, "audit", "list", filter],
    queryFn: ({ signal, pageParam }) =>
      api.get(
        `/api/v1/audit?${auditParams({ ...filter, before: pageParam })}`,
        async () => (await import("./schema.ts")).AuditPage,
        { org, signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Reads the whole chain; asked for by hand, so never refetched by itself. */
export const verifyAudit = (org: string) =>
  api.get("/api/v1/audit/chain", async () => (await import("./schema.ts")).ChainState, { org });
