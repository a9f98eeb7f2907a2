"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import { webhookQuery } from "#lib/webhooks/query.ts";
import type { WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { EndpointActions } from "./endpoint-actions.tsx";
import { EndpointState } from "./endpoint-state.tsx";

export function EndpointPage({ endpointId }: { endpointId: string }) {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const query = useQuery(webhookQuery(slug, endpointId));
  const mayWrite = useMay("webhooks.write");
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-40" />}>
      {(endpoint) => (
        <>
          <PageHeader
            title={<span className="break-all">{endpoint.url}</span>}
            description={endpoint.description}
            back={{ href: `/${slug}/settings/webhooks`, label: t("title") }}
          >
            {mayWrite ? <EndpointActions endpoint={endpoint} /> : null}
          </PageHeader>
          <EndpointFacts endpoint={endpoint} />
          <DeliveryList endpoint={endpoint} />
        </>
      )}
    </QueryBoundary>
  );
}

// messages: webhooks.why.*
// messages: alerts.kind.*
function EndpointFacts({ endpoint }: { endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const kindText = useTranslations("alerts");
  const { disabled, failingSince, previousSecretUntil, kinds } = endpoint;
  return (
    <div className="mb-6 space-y-2">
      <p className="flex flex-wrap items-center gap-2">
        <EndpointState endpoint={endpoint} />
        {disabled ? <span className="text-bad">{t(`why.${disabled.why}`)}</span> : null}
        {failingSince && !disabled ? (
          <span className="text-warn">{t.rich("failingSince", { when: () => <DateTime at={failingSince} /> })}</span>
        ) : null}
      </p>
      {previousSecretUntil ? (
        <p className="text-muted">{t.rich("previousUntil", { when: () => <DateTime at={previousSecretUntil} /> })}</p>
      ) : null}
      <ul aria-label={t("kinds")} className="flex flex-wrap gap-1.5">
        {kinds.map((kind) => (
          <li key={kind}>
            <Badge>{kindText(`kind.${kind}`)}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
