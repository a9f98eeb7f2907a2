"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { formatCount, formatLatency, formatPercent } from "#lib/format.ts";
import type { ModelHealth } from "#lib/providers/health-schema.ts";
import { healthTone } from "./health-tone.ts";

// messages: providers.errorClass.*
export function HealthTable({ models }: { models: readonly ModelHealth[] }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const latency = (p50: number | null, p95: number | null) =>
    p50 === null || p95 === null ? (
      <span className="text-muted">–</span>
    ) : (
      <span className="whitespace-nowrap">
        {formatLatency(p50, locale)} / {formatLatency(p95, locale)}
      </span>
    );
  const columns: Column<ModelHealth>[] = [
    {
      id: "model",
      header: t("model"),
      cell: ({ model }) => <span className="block min-w-24 font-mono text-xs break-all">{model}</span>,
      sortBy: ({ model }) => model,
    },
    {
      id: "attempts",
      header: t("attempts"),
      isNumeric: true,
      cell: ({ attempts }) => formatCount(attempts, locale),
      sortBy: ({ attempts }) => attempts,
    },
    {
      id: "errors",
      header: t("errors"),
      isNumeric: true,
      cell: ({ attempts, errors }) => (
        <StatusDot tone={healthTone(errors / attempts)}>{formatPercent(errors / attempts, locale)}</StatusDot>
      ),
      sortBy: ({ attempts, errors }) => errors / attempts,
    },
    {
      id: "classes",
      header: t("classes"),
      cell: ({ errorsByClass, attempts }) =>
        errorsByClass.length === 0 ? (
          <span className="text-muted">–</span>
        ) : (
          <span className="text-xs">
            {errorsByClass
              .map(
                ({ errorClass, count }) =>
                  `${t(`errorClass.${errorClass}`)} ${formatPercent(count / attempts, locale)}`,
              )
              .join(", ")}
          </span>
        ),
      from: "md",
    },
    {
      id: "latency",
      header: t("latency"),
      isNumeric: true,
      cell: ({ latencyP50Ms, latencyP95Ms }) => latency(latencyP50Ms, latencyP95Ms),
      sortBy: ({ latencyP95Ms }) => latencyP95Ms,
    },
    {
      id: "first",
      header: t("firstToken"),
      isNumeric: true,
      cell: ({ firstTokenP50Ms, firstTokenP95Ms }) => latency(firstTokenP50Ms, firstTokenP95Ms),
      sortBy: ({ firstTokenP95Ms }) => firstTokenP95Ms,
      from: "sm",
    },
  ];
  return <DataTable caption={t("health")} columns={columns} rows={models} rowKey={({ model }) => model} />;
}
