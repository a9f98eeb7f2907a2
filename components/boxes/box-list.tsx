"use client";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { PhaseBadge } from "#components/configs/phase-badge.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Input } from "#components/ui/input.tsx";
import { Money } from "#components/ui/money.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { boxListQuery } from "#lib/boxes/query.ts";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import { AddBoxDialog } from "./add-box-dialog.tsx";
import { PresenceStatus } from "./presence-status.tsx";
import { matchesBox } from "./search.ts";

export function BoxList() {
  const t = useTranslations("boxes");
  const { slug } = useOrg();
  const query = useQuery(boxListQuery(slug));
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const columns: Column<BoxSummary>[] = [
    { id: "name", header: t("name"), cell: (box) => box.name, sortBy: (box) => box.name },
    {
      id: "presence",
      header: t("status"),
      cell: (box) => <PresenceStatus box={box} />,
      sortBy: (box) => box.presence,
    },
    {
      id: "seen",
      header: t("lastSeen"),
      cell: (box) =>
        box.lastSeenAt ? <TimeAgo at={box.lastSeenAt} /> : <span className="text-muted">{t("never")}</span>,
      sortBy: (box) => box.lastSeenAt,
      from: "sm",
    },
    { id: "config", header: t("config"), cell: (box) => <PhaseBadge state={box.config} />, from: "md" },
    {
      id: "version",
      header: t("version"),
      cell: (box) => box.agentVersion,
      sortBy: (box) => box.agentVersion,
      from: "md",
    },
    {
      id: "serial",
      header: t("serial"),
      cell: (box) => <span className="font-mono text-xs">{box.serial}</span>,
      from: "xl",
    },
    {
      id: "spend",
      header: t("spend24h"),
      isNumeric: true,
      cell: (box) => <Money nanos={box.spend24hNanos} />,
      sortBy: (box) => box.spend24hNanos,
    },
  ];
  return (
    <div className="rounded-lg border">
      <div className="relative border-b p-2">
        <Search aria-hidden className="absolute top-1/2 left-4.5 size-3.5 -translate-y-1/2 text-muted" />
        <Input
          type="search"
          aria-label={t("search")}
          placeholder={t("searchHint")}
          value={search}
          onChange={(event) => void setSearch(event.target.value || null)}
          className="border-transparent pl-8 sm:max-w-80"
        />
      </div>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} action={<AddBoxDialog />} />}
        isFilteredEmpty={({ items }) => !items.some((box) => matchesBox(box, search))}
        clearFilter={() => void setSearch(null)}
      >
        {({ items }) => (
          <DataTable
            caption={t("title")}
            columns={columns}
            rows={items.filter((box) => matchesBox(box, search))}
            rowKey={(box) => box.id}
            rowHref={(box) => `/${slug}/boxes/${box.id}`}
          />
        )}
      </QueryBoundary>
    </div>
  );
}
