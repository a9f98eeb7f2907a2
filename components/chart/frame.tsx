"use client";
import { ChartColumn, Download, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ChartTable } from "./chart-table.tsx";
import { chartCsv } from "./csv.ts";
import { downloadText } from "./download-text.ts";
import type { LineStyle } from "./line-chart.tsx";
import { colorsFor } from "./palette.ts";
import type { PreparedChart } from "./prepare.ts";
import { Swatch } from "./swatch.tsx";
import type { Granularity } from "./use-bucket-label.ts";

// Recharts is the heaviest part of the page and draws nothing on the server: it follows the first paint.
const SpendChart = dynamic(() => import("./spend-chart.tsx").then((module) => module.SpendChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});

const LinesChart = dynamic(() => import("./line-chart.tsx").then((module) => module.LinesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});

/**
 * A chart with its legend, its table and its CSV, all three from the same prepared numbers: stacked bars, or lines where
 * `lines` says how each is drawn and `label` what they show.
 */
export function ChartFrame({
  chart,
  granularity,
  fileName,
  note,
  lines,
  label,
}: {
  chart: PreparedChart;
  granularity: Granularity;
  fileName: string;
  note?: ReactNode;
  lines?: ReadonlyMap<string, LineStyle>;
  label?: string;
}) {
  const t = useTranslations("chart");
  const [isTable, setIsTable] = useState(false);
  const colors = lines
    ? new Map([...lines].map(([key, { color }]) => [key, color]))
    : colorsFor(chart.series.map(({ key }) => key));
  const csv = () => chartCsv(chart, { bucketLabel: t("bucket"), totalLabel: lines ? null : t("total") });
  return (
    <figure className="min-w-0 rounded-lg border">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
        <ul aria-label={t("legend")} className="flex min-w-0 flex-1 flex-wrap gap-x-3 gap-y-1 text-xs">
          {chart.series.map(({ key, label }) => (
            <li key={key} className="flex min-w-0 items-center gap-1.5">
              <Swatch color={colors.get(key)} isDashed={lines?.get(key)?.dash !== undefined} />
              <span className="truncate">{label}</span>
            </li>
          ))}
          {chart.namedCount < chart.inputCount ? (
            <li className="text-muted">{t("nOfM", { n: chart.namedCount, m: chart.inputCount })}</li>
          ) : null}
        </ul>
        <div className="flex gap-1.5">
          <Button size="sm" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {isTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
            {isTable ? t("showChart") : t("showTable")}
          </Button>
          <Button size="sm" onClick={() => downloadText(fileName, "text/csv", csv())}>
            <Download aria-hidden />
            {t("csv")}
          </Button>
        </div>
      </figcaption>
      {isTable ? (
        // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
        <div className="max-h-96 overflow-y-auto" {...{ tabIndex: 0, role: "group", "aria-label": t("tableCaption") }}>
          <ChartTable chart={chart} granularity={granularity} hasTotal={!lines} />
        </div>
      ) : (
        <div className="px-4 py-2">
          {lines ? (
            <LinesChart chart={chart} lines={lines} label={label ?? ""} granularity={granularity} />
          ) : (
            <SpendChart chart={chart} colors={colors} granularity={granularity} />
          )}
        </div>
      )}
      {note ? <p className="border-t px-4 py-2 text-xs text-muted">{note}</p> : null}
    </figure>
  );
}
