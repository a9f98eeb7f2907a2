"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { providerListQuery } from "#lib/providers/query.ts";
import { ProviderCard } from "./provider-card.tsx";
import { ProviderListSkeleton } from "./provider-list-skeleton.tsx";

export function ProviderList() {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const query = useQuery(providerListQuery(slug));
  return (
    <QueryBoundary
      query={query}
      skeleton={<ProviderListSkeleton />}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <div className="rounded-lg border">
          <Empty title={t("emptyTitle")} text={t("emptyText")} />
        </div>
      }
    >
      {({ items }) => (
        <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          {items.map((provider) => (
            <ProviderCard key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
    </QueryBoundary>
  );
}
