import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { readSpendQuery } from "./read-query.ts";
import type { SpendQuery } from "./schema.ts";

/** With every default filled in: `spendInput({ range: "24h" })`. Throws where the schema refuses it. */
export function spendInput(given: Partial<SpendQuery> = {}): SpendQuery {
  const text = Object.fromEntries(spendSearch(given));
  const query = readSpendQuery(text);
  if (!query) throw new Error(`not a query of spend: ${JSON.stringify(text)}`);
  return query;
}

/** As the address and the API write it: lists with commas, nothing for what is left out. */
export function spendSearch(query: Readonly<Record<string, unknown>>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    search.set(
      name,
      Array.isArray(value) ? value.map((part) => String(part).replaceAll(",", "%2C")).join(",") : String(value),
    );
  }
  return search;
}

export const spendQuery = (org: string, query: SpendQuery) =>
  queryOptions({
    queryKey: [org, "spend", query],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/spend?${spendSearch(query)}`, async () => (await import("./schema.ts")).SpendView, {
        org,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
