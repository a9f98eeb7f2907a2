"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { providerQuery } from "#lib/providers/query.ts";
import { DiscountsCard } from "./discounts-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { LocalServers } from "./local-servers.tsx";
import { ModelsCard } from "./models-card.tsx";
import { ProviderActions } from "./provider-actions.tsx";
import { ProviderSkeleton } from "./provider-skeleton.tsx";
import { ProviderStats } from "./provider-stats.tsx";
import { TestAgain } from "./test-again.tsx";
import { UsesCard } from "./uses-card.tsx";

// messages: providers.channel.*
// messages: providers.kind.*
export function ProviderPage({ providerId }: { providerId: string }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const query = useQuery(providerQuery(slug, providerId));
  const mayChange = useMay("providers.write");
  const [testCount, setTestCount] = useState(0);
  return (
    <QueryBoundary query={query} skeleton={<ProviderSkeleton />}>
      {(provider) => (
        <>
          <PageHeader
            title={provider.name}
            back={{ href: `/${slug}/providers`, label: t("title") }}
            description={
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge>{t(`channel.${provider.channel}`)}</Badge>
                <span>{t(`kind.${provider.kind}`)}</span>
                <span className="break-all">{provider.baseUrl}</span>
                {provider.apiVersion ? <span>{t("apiVersion", { version: provider.apiVersion })}</span> : null}
                {provider.keyLast4 ? (
                  <span className="font-mono text-xs leading-5">{t("key", { last4: provider.keyLast4 })}</span>
                ) : null}
              </span>
            }
          >
            {mayChange ? <ProviderActions provider={provider} onTest={() => setTestCount(testCount + 1)} /> : null}
          </PageHeader>
          <div className="grid grid-cols-1 gap-4">
            {testCount > 0 ? <TestAgain key={testCount} providerId={provider.id} /> : null}
            <ProviderStats provider={provider} />
            <DiscountsCard provider={provider} />
            <ModelsCard provider={provider} />
            {provider.kind === "local" ? <LocalServers servers={provider.servers} /> : null}
            <HealthCard providerId={provider.id} />
            <UsesCard provider={provider} />
          </div>
        </>
      )}
    </QueryBoundary>
  );
}
