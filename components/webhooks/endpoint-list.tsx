"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { webhookListQuery } from "#lib/webhooks/query.ts";
import type { WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { EndpointState } from "./endpoint-state.tsx";

export function EndpointList() {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const query = useQuery(webhookListQuery(slug));
  const columns: Column<WebhookEndpoint>[] = [
    { id: "url", header: t("url"), cell: (endpoint) => <Address endpoint={endpoint} />, sortBy: ({ url }) => url },
    { id: "state", header: t("status"), cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
    {
      id: "created",
      header: t("created"),
      cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
      sortBy: ({ createdAt }) => createdAt,
      from: "md",
    },
  ];
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
      >
        {({ items }) => <DataTable caption={t("title")} columns={columns} rows={items} rowKey={({ id }) => id} />}
      </QueryBoundary>
    </div>
  );
}

function Address({ endpoint: { id, url, description } }: { endpoint: WebhookEndpoint }) {
  const { slug } = useOrg();
  return (
    <>
      <Link href={`/${slug}/settings/webhooks/${id}`} className="font-medium break-all hover:underline">
        {url}
      </Link>
      {description ? <div className="text-xs break-words text-muted">{description}</div> : null}
    </>
  );
}
