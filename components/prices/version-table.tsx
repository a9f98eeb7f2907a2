"use client";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { PriceVersion } from "#lib/prices/schema.ts";

// messages: prices.reason.*
export function VersionTable({
  versions,
  onCompare,
}: {
  versions: readonly PriceVersion[];
  onCompare: (version: number) => void;
}) {
  const t = useTranslations("prices");
  const columns: Column<PriceVersion>[] = [
    { id: "version", header: t("version"), cell: ({ version }) => <span className="tabular-nums">{version}</span> },
    { id: "at", header: t("when"), cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
    {
      id: "who",
      header: t("who"),
      cell: ({ actorId, actorName }) =>
        actorId === null ? t("console") : (actorName ?? <span className="text-muted">{t("somebodyGone")}</span>),
      from: "sm",
    },
    { id: "why", header: t("why"), cell: ({ reason }) => <Badge>{t(`reason.${reason}`)}</Badge> },
    { id: "changes", header: t("changed"), isNumeric: true, cell: ({ changes }) => changes, from: "sm" },
    {
      id: "edition",
      header: t("edition"),
      cell: ({ edition }) => <span className="text-xs text-muted">{edition}</span>,
      from: "lg",
    },
    {
      id: "compare",
      header: t("action"),
      cell: ({ version }) => (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("compareVersion", { version })}
          onClick={() => onCompare(version)}
        >
          {t("compare")}
        </Button>
      ),
    },
  ];
  return (
    <DataTable caption={t("versions")} columns={columns} rows={versions} rowKey={({ version }) => String(version)} />
  );
}
