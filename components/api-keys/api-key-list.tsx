"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo, TimeUntil } from "#components/ui/time-ago.tsx";
import { apiKeyListQuery } from "#lib/api-keys/query.ts";
import type { ApiKey } from "#lib/api-keys/schema.ts";
import { RevokeApiKeyDialog } from "./revoke-api-key-dialog.tsx";

const tones: Record<ApiKey["state"], Tone> = { active: "ok", expired: "warn", revoked: "neutral" };

// messages: apiKeys.state.*
export function ApiKeyList() {
  const t = useTranslations("apiKeys");
  const { slug } = useOrg();
  const query = useQuery(apiKeyListQuery(slug));
  const mayRevoke = useMay("api-keys.write");
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const columns: Column<ApiKey>[] = [
    { id: "name", header: t("name"), cell: (key) => <KeyName apiKey={key} />, sortBy: ({ name }) => name },
    { id: "state", header: t("status"), cell: ({ state }) => <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge> },
    { id: "scopes", header: t("scopes"), cell: ({ scopes }) => <Scopes scopes={scopes} />, from: "lg" },
    { id: "by", header: t("createdBy"), cell: ({ createdBy }) => createdBy ?? t("gone"), from: "lg" },
    {
      id: "created",
      header: t("created"),
      cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
      sortBy: ({ createdAt }) => createdAt,
      from: "xl",
    },
    {
      id: "expires",
      header: t("expires"),
      cell: ({ expiresAt }) =>
        expiresAt ? <TimeUntil at={expiresAt} /> : <span className="text-muted">{t("never")}</span>,
      sortBy: ({ expiresAt }) => expiresAt,
      from: "md",
    },
    {
      id: "used",
      header: t("lastUsed"),
      cell: (key) => <LastUsed apiKey={key} />,
      sortBy: ({ lastUsedAt }) => lastUsedAt,
      from: "sm",
    },
  ];
  const action: Column<ApiKey> = {
    id: "revoke",
    header: t("action"),
    isNumeric: true,
    cell: (key) => <RevokeButton apiKey={key} onClick={() => setRevoking(key)} />,
  };
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
      >
        {({ items }) => (
          <DataTable
            caption={t("title")}
            columns={mayRevoke ? [...columns, action] : columns}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </QueryBoundary>
      {revoking ? <RevokeApiKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
  );
}

function RevokeButton({ apiKey, onClick }: { apiKey: ApiKey; onClick: () => void }) {
  const t = useTranslations("apiKeys");
  if (apiKey.state === "revoked") return null;
  return (
    <Button size="sm" aria-label={t("revokeOf", { name: apiKey.name })} onClick={onClick}>
      {t("revoke")}
    </Button>
  );
}

function KeyName({ apiKey }: { apiKey: ApiKey }) {
  return (
    <>
      <div className="font-medium break-words">{apiKey.name}</div>
      <div className="font-mono text-xs whitespace-nowrap text-muted">kf_live_····{apiKey.last4}</div>
    </>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  const t = useTranslations("apiKeys");
  const [first, second, ...more] = scopes;
  return (
    <span className="text-xs" title={scopes.join(", ")}>
      <span className="font-mono">{[first, second].filter(Boolean).join(", ")}</span>
      {more.length > 0 ? ` ${t("more", { count: more.length })}` : ""}
    </span>
  );
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedAddress } }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  if (lastUsedAt === null) return <span className="text-muted">{t("neverUsed")}</span>;
  return (
    <>
      <TimeAgo at={lastUsedAt} />
      {lastUsedAddress ? <div className="text-xs text-muted">{lastUsedAddress}</div> : null}
    </>
  );
}
