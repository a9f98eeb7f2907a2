"use client";
import { ChartColumn, Download, Table2, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { downloadText } from "./download-text.ts";
import { Swatch } from "./swatch.tsx";
import { usePrinting } from "./use-printing.ts";

export interface LegendEntry {
  key: string;
  label: string;
  color: string | undefined;
  isDashed?: boolean;
}

/**
 * What every chart of the console is: a legend, the drawing or its table, the CSV of both, and below what one must know to
 * read it. On paper drawing and table stand below each other.
 */
export function ChartFigure({
  title,
  action,
  legend,
  legendNote,
  csv,
  fileName,
  log,
  resetZoom,
  table,
  note,
  below,
  children,
}: {
  title?: ReactNode;
  action?: ReactNode;
  legend: readonly LegendEntry[];
  legendNote?: ReactNode;
  csv: () => string;
  fileName: string;
  /** The toggle of the logarithmic axis. */
  log?: { isOn: boolean; onChange: (isOn: boolean) => void } | undefined;
  resetZoom?: (() => void) | undefined;
  table: ReactNode;
  note?: ReactNode;
  below?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("chart");
  const titleId = useId();
  const isPrinting = usePrinting();
  const [isTable, setIsTable] = useState(false);
  return (
    <figure
      {...(title ? { "aria-labelledby": titleId } : {})}
      className="min-w-0 rounded-lg border bg-background print:border-0"
    >
      {title ? (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-2.5 pb-1">
          <h2 id={titleId} className="min-w-0 flex-1 text-base font-medium">
            {title}
          </h2>
          {action}
        </header>
      ) : null}
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
        <ul aria-label={t("legend")} className="flex min-w-0 flex-1 basis-64 flex-wrap gap-x-3 gap-y-1 text-xs">
          {legend.map(({ key, label, color, isDashed = false }) => (
            <li key={key} className="flex min-w-0 items-center gap-1.5">
              <Swatch color={color} isDashed={isDashed} />
              <span className="truncate">{label}</span>
            </li>
          ))}
          {legendNote ? <li className="text-muted">{legendNote}</li> : null}
        </ul>
        <div className="flex flex-wrap gap-1.5 print:hidden">
          {resetZoom ? (
            <Button size="sm" onClick={resetZoom}>
              <ZoomOut aria-hidden />
              {t("resetZoom")}
            </Button>
          ) : null}
          {log ? (
            <Button size="sm" aria-pressed={log.isOn} title={t("logText")} onClick={() => log.onChange(!log.isOn)}>
              {t("log")}
            </Button>
          ) : null}
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
      {isTable && !isPrinting ? null : <div className="break-inside-avoid px-4 py-2">{children}</div>}
      {isTable || isPrinting ? (
        // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
        <div
          className="max-h-96 overflow-y-auto print:max-h-none print:overflow-visible"
          {...{ tabIndex: 0, role: "group", "aria-label": t("tableCaption") }}
        >
          {table}
        </div>
      ) : null}
      {below}
      {note ? <p className="border-t px-4 py-2 text-xs text-muted">{note}</p> : null}
    </figure>
  );
}
