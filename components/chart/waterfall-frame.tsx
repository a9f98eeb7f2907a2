"use client";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { formatExactUsd } from "#lib/format.ts";
import { waterfallCsv } from "./csv.ts";
import { ChartFigure } from "./figure.tsx";
import { bandPositions } from "./positions.ts";
import { ChartSurface } from "./surface.tsx";
import { prepareWaterfall, type WaterfallBar, type WaterfallStep } from "./waterfall.ts";

const WaterfallChart = dynamic(() => import("./waterfall-chart.tsx").then((module) => module.WaterfallChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});

// messages: chart.level chart.up chart.down
const colors = { level: "var(--series-other)", up: "var(--series-5)", down: "var(--series-7)" } as const;

/** What is spent more is no success: up is orange, down is green. */
function toneOf({ kind, nanos }: WaterfallStep): keyof typeof colors {
  if (kind === "level") return "level";
  return nanos < 0n ? "down" : "up";
}

/** From one level to another by way of changes, in the frame that every chart has. */
export function WaterfallFrame({
  steps,
  title,
  action,
  label,
  fileName,
  note,
}: {
  steps: readonly WaterfallStep[];
  title: ReactNode;
  action?: ReactNode;
  label: string;
  fileName: string;
  note?: ReactNode;
}) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const bars = prepareWaterfall(steps);
  const exact = (nanos: bigint) => formatExactUsd(nanos, locale);
  const columns: Column<WaterfallBar>[] = [
    { id: "step", header: t("step"), cell: ({ label: name }) => name },
    { id: "amount", header: t("amount"), isNumeric: true, cell: ({ nanos }) => exact(nanos) },
    { id: "from", header: t("fromAmount"), isNumeric: true, cell: ({ fromNanos }) => exact(fromNanos), from: "sm" },
    { id: "to", header: t("toAmount"), isNumeric: true, cell: ({ toNanos }) => exact(toNanos) },
  ];
  return (
    <ChartFigure
      title={title}
      action={action}
      fileName={fileName}
      legend={(["level", "up", "down"] as const).map((key) => ({ key, label: t(key), color: colors[key] }))}
      csv={() => waterfallCsv(bars, [t("step"), t("amount"), t("fromAmount"), t("toAmount")])}
      table={<DataTable caption={label} columns={columns} rows={bars} rowKey={({ key }) => key} />}
      note={note}
    >
      <ChartSurface
        label={label}
        positions={bandPositions(bars.length)}
        textOf={(index) => {
          const bar = bars[index];
          return bar ? `${bar.label} ${exact(bar.nanos)}` : "";
        }}
        tooltipOf={(index) => {
          const bar = bars[index];
          return bar ? (
            <div className="rounded-md border bg-background px-3 py-2 text-xs">
              <p className="font-medium">{bar.label}</p>
              <p className="tabular-nums">{exact(bar.nanos)}</p>
              {bar.kind === "change" ? (
                <p className="text-muted tabular-nums">
                  {exact(bar.fromNanos)} → {exact(bar.toNanos)}
                </p>
              ) : null}
            </div>
          ) : null;
        }}
      >
        <WaterfallChart bars={bars} colorOf={(bar) => colors[toneOf(bar)]} />
      </ChartSurface>
    </ChartFigure>
  );
}
