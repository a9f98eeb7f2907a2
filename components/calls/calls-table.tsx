"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import type { Tone } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Call } from "#lib/calls/schema.ts";
import { formatCount, formatLatency, usdDecimals } from "#lib/format.ts";

const tones: Record<Call["status"], Tone> = {
  ok: "ok",
  upstream_error: "bad",
  cancelled: "neutral",
  interrupted: "warn",
};

// messages: calls.status.*
export function CallsTable({ calls, hasBox }: { calls: readonly Call[]; hasBox: boolean }) {
  const t = useTranslations("calls");
  const locale = useLocale();
  // A millionth of a dollar, so that the column lines up; more where a call would look like nothing.
  const decimals = Math.max(6, ...calls.map(({ costNanos }) => usdDecimals(costNanos)));
  const columns: Column<Call>[] = [
    { id: "at", header: t("time"), cell: (call) => <TimeAgo at={call.occurredAt} /> },
    {
      id: "model",
      header: t("model"),
      cell: (call) =>
        call.kind === "unaccounted" ? (
          <span className="text-warn" title={t("unaccountedText")}>
            {t("unaccounted")}
          </span>
        ) : (
          <span className="block max-w-56 truncate" title={`${call.route} → ${call.model} · ${call.connectionName}`}>
            {call.route === call.model ? null : <span className="hidden text-muted sm:inline">{call.route} → </span>}
            {call.model}
          </span>
        ),
    },
    ...(hasBox ? [{ id: "box", header: t("box"), cell: (call: Call) => call.boxName, from: "md" as const }] : []),
    { id: "caller", header: t("caller"), cell: (call) => call.caller, from: "md" },
    {
      id: "status",
      header: t("statusLabel"),
      cell: (call) => <StatusDot tone={tones[call.status]}>{t(`status.${call.status}`)}</StatusDot>,
      from: "sm",
    },
    {
      id: "tokens",
      header: t("tokens"),
      isNumeric: true,
      cell: (call) =>
        `${formatCount(call.tokens.input + call.tokens.cacheRead, locale)} / ${formatCount(call.tokens.output + call.tokens.reasoning, locale)}`,
      from: "lg",
    },
    {
      id: "latency",
      header: t("latency"),
      isNumeric: true,
      cell: (call) => formatLatency(call.latencyMs, locale),
      from: "lg",
    },
    {
      id: "cost",
      header: t("cost"),
      isNumeric: true,
      cell: (call) => (
        <>
          {call.isEstimated ? <span title={t("estimated")}>≈ </span> : null}
          <Money nanos={call.costNanos} decimals={decimals} />
        </>
      ),
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={calls} rowKey={(call) => call.id} />;
}
