"use client";
import { useQuery } from "@tanstack/react-query";
import { useOrg } from "#components/shell/org-context.tsx";
import { HeadlineStats } from "#components/spend/headline-stats.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { headlineQuery } from "#lib/spend/metrics-query.ts";

/** The same four figures that the page of spend begins with; they do not hold up the rest of the page. */
export function HomeSpend() {
  const query = useQuery(headlineQuery(useOrg().slug));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-23" />}>
      {(headline) => <HeadlineStats headline={headline} hasBoxes={false} />}
    </QueryBoundary>
  );
}
