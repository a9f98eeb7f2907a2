"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { MoreButton } from "#components/state/more-button.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { deliveriesQuery } from "#lib/webhooks/query.ts";
import type { WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { DeliveryRow } from "./delivery-row.tsx";

export function DeliveryList({ endpoint }: { endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const query = useInfiniteQuery(deliveriesQuery(useOrg().slug, endpoint.id));
  return (
    <Card title={t("deliveries")} description={t("deliveriesText")} isFlush>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={4} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={<Empty title={t("noDeliveriesTitle")} text={t("noDeliveriesText")} />}
      >
        {({ pages }) => (
          <ol aria-label={t("deliveries")} className="divide-y">
            {pages
              .flatMap(({ items }) => items)
              .map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} endpoint={endpoint} />
              ))}
          </ol>
        )}
      </QueryBoundary>
      <MoreButton query={query} label={t("more")} />
    </Card>
  );
}
