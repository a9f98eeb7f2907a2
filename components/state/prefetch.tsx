import "server-only";
import { type dataTagSymbol, dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

interface Source {
  queryKey: readonly unknown[];
  read: () => Promise<unknown>;
}

/** Pairs a query with the server's own read of the same thing, so that the two cannot drift apart in type. */
export function source<Data>(
  query: { queryKey: readonly unknown[] & { [dataTagSymbol]: Data } },
  read: () => Promise<NoInfer<Data>>,
): Source {
  return { queryKey: query.queryKey, read };
}

/**
 * Reads on the server what the page's components will ask for: no loading flash, no second round trip. A read that
 * fails is left to the client, which shows why.
 */
export async function Prefetch({ sources, children }: { sources: Source[]; children: ReactNode }) {
  const client = new QueryClient();
  await Promise.all(
    sources.map(({ queryKey, read }) => client.prefetchQuery({ queryKey, queryFn: read, retry: false })),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
