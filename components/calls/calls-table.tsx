"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Call } from "#lib/calls/schema.ts";
import { formatCount, formatLatency, usdDecimals } from "#lib/format.ts";
import { CallCost, CallStatusDot, CallTarget } from "./call-cells.tsx";
import { sumTokens } from "./tokens-of.ts";

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
      cell: (call) => (
        <span className="block max-w-56 truncate">
          <CallTarget call={call} />
        </span>
      ),
    },
    ...(hasBox ? [{ id: "box", header: t("box"), cell: (call: Call) => call.boxName, from: "md" as const }] : []),
    { id: "caller", header: t("caller"), cell: (call) => call.caller, from: "md" },
    { id: "status", header: t("statusLabel"), cell: (call) => <CallStatusDot call={call} />, from: "sm" },
    {
      id: "tokens",
      header: t("tokens"),
      isNumeric: true,
      cell: ({ tokens }) => {
        const { input, output } = sumTokens(tokens);
        return `${formatCount(input, locale)} / ${formatCount(output, locale)}`;
      },
      from: "lg",
    },
    {
      id: "latency",
      header: t("latency"),
      isNumeric: true,
      cell: (call) => formatLatency(call.latencyMs, locale),
      from: "lg",
    },
    { id: "cost", header: t("cost"), isNumeric: true, cell: (call) => <CallCost call={call} decimals={decimals} /> },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={calls} rowKey={(call) => call.id} />;
}
