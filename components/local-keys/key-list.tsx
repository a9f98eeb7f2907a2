"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { localKeyListQuery } from "#lib/local-keys/query.ts";
import type { LocalKey } from "#lib/local-keys/schema.ts";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

export function KeyList() {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const query = useQuery(localKeyListQuery(slug));
  const mayRevoke = useMay("local-keys.write");
  const [revoking, setRevoking] = useState<LocalKey | null>(null);
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
      id: "created",
      header: t("created"),
      cell: (key) => <TimeAgo at={key.createdAt} />,
      sortBy: (key) => key.createdAt,
      from: "sm",
    },
    ...(mayRevoke
      ? [
          {
            id: "revoke",
            header: t("action"),
            isNumeric: true,
            cell: (key: LocalKey) => (
              <Button size="sm" aria-label={t("revokeOf", { name: key.name })} onClick={() => setRevoking(key)}>
                {t("revoke")}
              </Button>
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
      {revoking ? <RevokeKeyDialog localKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
  );
}
