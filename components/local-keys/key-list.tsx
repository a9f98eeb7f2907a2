"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { DateTime, TimeAgo } from "#components/ui/time-ago.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { localKeyListQuery } from "#lib/local-keys/query.ts";
import type { LocalKey } from "#lib/local-keys/schema.ts";
import { ChangeKeyDialog } from "./change-key-dialog.tsx";
import { KeyLimits, KeyModels } from "./key-limits.tsx";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

export function KeyList() {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const query = useQuery(localKeyListQuery(slug));
  const mayRevoke = useMay("local-keys.write");
  const now = useSharedNow();
  const [revoking, setRevoking] = useState<LocalKey | null>(null);
  const [changing, setChanging] = useState<LocalKey | null>(null);
  const columns: Column<LocalKey>[] = [
    {
      id: "name",
      header: t("name"),
      cell: (key) => <span className="font-medium">{key.name}</span>,
      sortBy: (key) => key.name,
    },
    {
      id: "last4",
      header: t("key"),
      cell: (key) => <span className="font-mono text-xs">{t("masked", { last4: key.last4 })}</span>,
    },
    {
      id: "agent",
      header: t("agentColumn"),
      cell: ({ agent }) => agent ?? <span className="text-muted">{t("anyAgent")}</span>,
      sortBy: (key) => key.agent,
      from: "md",
    },
    { id: "models", header: t("may"), cell: (key) => <KeyModels models={key.models} />, from: "md" },
    { id: "limits", header: t("limits"), cell: (key) => <KeyLimits localKey={key} />, from: "md" },
    {
      id: "expires",
      header: t("expires"),
      cell: ({ expiresAt }) =>
        expiresAt === null ? (
          <span className="text-muted">{t("never")}</span>
        ) : new Date(expiresAt) < now ? (
          <Badge tone="bad">{t("expired")}</Badge>
        ) : (
          <DateTime at={expiresAt} />
        ),
      sortBy: (key) => key.expiresAt,
      from: "sm",
    },
    {
      id: "created",
      header: t("created"),
      cell: (key) => <TimeAgo at={key.createdAt} />,
      sortBy: (key) => key.createdAt,
      from: "lg",
    },
    ...(mayRevoke
      ? [
          {
            id: "revoke",
            header: t("action"),
            isNumeric: true,
            cell: (key: LocalKey) => (
              <span className="inline-flex flex-wrap justify-end gap-1">
                <Button size="sm" aria-label={t("changeOf", { name: key.name })} onClick={() => setChanging(key)}>
                  {t("change")}
                </Button>
                <Button size="sm" aria-label={t("revokeOf", { name: key.name })} onClick={() => setRevoking(key)}>
                  {t("revoke")}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
      >
        {({ items }) => <DataTable caption={t("title")} columns={columns} rows={items} rowKey={(key) => key.id} />}
      </QueryBoundary>
      {changing ? <ChangeKeyDialog localKey={changing} onClose={() => setChanging(null)} /> : null}
      {revoking ? <RevokeKeyDialog localKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
  );
}
