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
import { boxListQuery, tagListQuery } from "#lib/boxes/query.ts";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import { AddBoxDialog } from "./add-box-dialog.tsx";
import { PresenceStatus } from "./presence-status.tsx";
import { matchesBox } from "./search.ts";
import { TagChips } from "./tag-chips.tsx";
import { TagFilter } from "./tag-filter.tsx";

export function BoxList() {
  const t = useTranslations("boxes");
  const tagTexts = useTranslations("tags");
  const { slug } = useOrg();
  const query = useQuery(boxListQuery(slug));
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const [tag, setTag] = useQueryState("tag", parseAsString);
  const tags = useQuery(tagListQuery(slug)).data?.items ?? [];
  const isShown = (box: BoxSummary) => matchesBox(box, search) && (tag === null || box.tags.includes(tag));
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
    {
      id: "tags",
      header: tagTexts("title"),
      cell: (box) => <TagChips tags={box.tags} most={3} />,
      sortBy: (box) => box.tags.join(),
      from: "lg",
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
      <div className="flex items-center gap-2 border-b p-2">
        <div className="relative min-w-0 flex-1 sm:max-w-80">
          <Search aria-hidden className="absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted" />
          <Input
            type="search"
            aria-label={t("search")}
            placeholder={t("searchHint")}
            value={search}
            onChange={(event) => void setSearch(event.target.value || null)}
            className="border-transparent pl-8"
          />
        </div>
        <TagFilter tags={tags} chosen={tag} onChange={(next) => void setTag(next)} />
      </div>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} action={<AddBoxDialog />} />}
        isFilteredEmpty={({ items }) => !items.some(isShown)}
        clearFilter={() => {
          void setSearch(null);
          void setTag(null);
        }}
      >
        {({ items }) => (
          <DataTable
            caption={t("title")}
            columns={columns}
            rows={items.filter(isShown)}
            rowKey={(box) => box.id}
            rowHref={(box) => `/${slug}/boxes/${box.id}`}
          />
        )}
      </QueryBoundary>
    </div>
  );
}
