"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { invoiceListQuery } from "#lib/invoices/query.ts";
import type { Invoice } from "#lib/invoices/schema.ts";
import { UploadCard } from "./upload-card.tsx";
import { usePeriodText } from "./use-period-text.ts";

// messages: invoices.format.*
export function InvoicesPage() {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const query = useQuery(invoiceListQuery(slug));
  const mayImport = useMay("invoices.write");
  const period = usePeriodText();
  const columns: Column<Invoice>[] = [
    { id: "file", header: t("file"), cell: ({ fileName }) => <span className="break-all">{fileName}</span> },
    {
      id: "provider",
      header: t("provider"),
      cell: ({ connectionName }) => connectionName,
      sortBy: (row) => row.connectionName,
    },
    { id: "period", header: t("period"), cell: period, sortBy: ({ firstDay }) => firstDay, from: "md" },
    { id: "format", header: t("formatLabel"), cell: ({ format }) => t(`format.${format}`), from: "lg" },
    {
      id: "overlap",
      header: t("note"),
      cell: ({ overlaps }) =>
        overlaps.length > 0 ? <Badge tone="warn">{t("overlaps", { count: overlaps.length })}</Badge> : null,
      from: "md",
    },
    {
      id: "total",
      header: t("billed"),
      cell: ({ totalNanos }) => <Money nanos={totalNanos} />,
      isNumeric: true,
      sortBy: ({ totalNanos }) => totalNanos,
    },
    { id: "at", header: t("imported"), cell: ({ createdAt }) => <TimeAgo at={createdAt} />, from: "sm" },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("text")} />
      <div className="grid grid-cols-1 gap-4">
        {mayImport ? <UploadCard /> : null}
        <Card isFlush title={t("list")}>
          <QueryBoundary
            query={query}
            skeleton={<TableSkeleton rows={3} />}
            isEmpty={({ items }) => items.length === 0}
            empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
          >
            {({ items }) => (
              <DataTable
                caption={t("list")}
                columns={columns}
                rows={items}
                rowKey={({ id }) => id}
                rowHref={({ id }) => `/${slug}/spend/invoices/${id}`}
              />
            )}
          </QueryBoundary>
        </Card>
      </div>
    </>
  );
}
