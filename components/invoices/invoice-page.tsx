"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { downloadText } from "#components/chart/download-text.ts";
import { ChartFrame } from "#components/chart/frame.tsx";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton, TableSkeleton } from "#components/ui/skeleton.tsx";
import { invoiceQuery } from "#lib/invoices/query.ts";
import type { InvoiceDetail } from "#lib/invoices/schema.ts";
import { prepareDays, reconciledCsv } from "./day-chart.ts";
import { DeleteInvoiceButton } from "./delete-invoice-button.tsx";
import { InvoiceStats } from "./invoice-stats.tsx";
import { LinesTable } from "./lines-table.tsx";
import { NamesCard } from "./names-card.tsx";
import { SumsTable } from "./sums-table.tsx";
import { usePeriodText } from "./use-period-text.ts";

const styles = new Map([
  ["billed", { color: "var(--bad)" }],
  ["metered", { color: "var(--accent)", dash: "6 4" }],
]);

// messages: invoices.format.*
/** A bill against what was metered: in all, by model, by day, and each day and model. */
export function InvoicePage({ invoiceId }: { invoiceId: string }) {
  const { slug } = useOrg();
  const query = useQuery(invoiceQuery(slug, invoiceId));
  return (
    <QueryBoundary
      query={query}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-20" />
          <TableSkeleton />
        </div>
      }
    >
      {(invoice) => <Shown invoice={invoice} />}
    </QueryBoundary>
  );
}

function Shown({ invoice }: { invoice: InvoiceDetail }) {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const mayChange = useMay("invoices.write");
  const period = usePeriodText();
  const { byModel, byDay, lines, lineTotal, overlaps } = invoice;
  const baseName = `reconciled-${invoice.firstDay}-${invoice.lastDay}`;
  const unknown = invoice.names.filter(({ model }) => model === null).length;
  return (
    <>
      <PageHeader
        title={invoice.fileName}
        back={{ href: `/${slug}/spend/invoices`, label: t("title") }}
        description={t("about", {
          provider: invoice.connectionName,
          format: t(`format.${invoice.format}`),
          period: period(invoice),
        })}
      >
        <Button onClick={() => downloadText(`${baseName}.csv`, "text/csv", reconciledCsv(invoice))}>
          <Download aria-hidden />
          {t("csv")}
        </Button>
        {mayChange ? <DeleteInvoiceButton invoice={invoice} /> : null}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {overlaps.length > 0 ? (
          <p className="rounded-md border border-warn/40 bg-warn-subtle px-3 py-2 text-warn">
            {t("overlapText")}{" "}
            {overlaps.map(({ id, fileName }) => (
              <Link
                key={id}
                href={`/${slug}/spend/invoices/${id}`}
                className="mr-2 break-all underline underline-offset-2"
              >
                {fileName}
              </Link>
            ))}
          </p>
        ) : null}
        <InvoiceStats invoice={invoice} />
        {unknown > 0 || invoice.names.some(({ isMapped }) => isMapped) ? (
          <NamesCard invoice={invoice} mayChange={mayChange} />
        ) : null}
        <Card isFlush title={t("byModel")} description={t("differenceText")}>
          <SumsTable caption={t("byModel")} nameHeader={t("model")} rows={byModel} />
        </Card>
        <ChartFrame
          title={t("byDay")}
          chart={prepareDays(invoice, { billed: t("billed"), metered: t("metered") })}
          granularity="day"
          zone="UTC"
          fileName={`${baseName}-days.csv`}
          lines={styles}
          label={t("byDayLabel")}
          note={t("utcNote")}
        />
        <Card isFlush title={t("byDayTable")}>
          <SumsTable caption={t("byDayTable")} nameHeader={t("day")} rows={byDay} />
        </Card>
        <Card
          isFlush
          title={t("lines")}
          description={lineTotal > lines.length ? t("linesCut", { n: lines.length, m: lineTotal }) : t("linesText")}
        >
          <LinesTable lines={lines} />
        </Card>
      </div>
    </>
  );
}
