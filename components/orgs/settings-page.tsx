"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { WebhooksCard } from "#components/webhooks/settings-card.tsx";
import { orgQuery } from "#lib/orgs/query.ts";
import { DeleteCard } from "./delete-card.tsx";
import { LeaveCard } from "./leave-card.tsx";
import { OrgFacts } from "./org-facts.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { TransferCard } from "./transfer-card.tsx";

export function SettingsPage() {
  const t = useTranslations("orgs");
  const { slug } = useOrg();
  const query = useQuery(orgQuery(slug));
  const mayWrite = useMay("orgs.write");
  const maySeeWebhooks = useMay("webhooks.read");
  const mayOwn = useMay("orgs.own");
  return (
    <div className="space-y-6">
      <Card title={t("general")}>
        <QueryBoundary query={query} skeleton={<Skeleton className="h-40" />}>
          {(org) => (mayWrite ? <SettingsForm key={org.slug} org={org} /> : <OrgFacts org={org} />)}
        </QueryBoundary>
      </Card>
      {maySeeWebhooks ? <WebhooksCard /> : null}
      {mayOwn ? <TransferCard /> : null}
      <LeaveCard />
      {mayOwn ? <DeleteCard /> : null}
    </div>
  );
}
