"use client";
import { useTranslations } from "next-intl";
import { ChartFrame } from "#components/chart/frame.tsx";
import { ChartStamp } from "#components/chart/stamp.tsx";
import type { SpendHeadline } from "#lib/spend/metrics-schema.ts";
import { dayZone, prepareDays } from "./day-chart.ts";

const styles = new Map([
  ["actual", { color: "var(--accent)" }],
  ["cap", { color: "var(--bad)", dash: "2 3" }],
  ["forecast", { color: "var(--series-2)", dash: "5 4", hasEndValue: true }],
  ["low", { color: "var(--series-2)", dash: "1 3" }],
  ["high", { color: "var(--series-2)", dash: "1 3" }],
]);

// messages: spend.reason.*
/** The month so far against the budget, and where it is likely to end. */
export function MonthCard({ headline }: { headline: SpendHeadline }) {
  const t = useTranslations("spend");
  const { month } = headline;
  const chart = prepareDays(month.points, [
    { key: "actual", label: t("actual"), nanosOf: ({ actualNanos }) => actualNanos },
    { key: "cap", label: t("cap"), nanosOf: () => month.capNanos },
    { key: "forecast", label: t("forecastLine"), nanosOf: ({ forecastNanos }) => forecastNanos },
    { key: "low", label: t("bandLow"), nanosOf: ({ lowNanos }) => lowNanos },
    { key: "high", label: t("bandHigh"), nanosOf: ({ highNanos }) => highNanos },
  ]);
  return (
    <ChartFrame
      title={t("monthTitle")}
      label={t("monthLabel")}
      chart={chart}
      granularity="day"
      zone={dayZone}
      fileName={`month-${month.startsOn}.csv`}
      lines={styles}
      band={{ low: "low", high: "high" }}
      note={
        <ChartStamp
          dataThrough={headline.dataThrough}
          zone={headline.timezone}
          also={[
            month.capNanos === null ? t("noCapText") : null,
            month.forecast.kind === "none" ? t("noForecast", { reason: t(`reason.${month.forecast.reason}`) }) : null,
          ]}
        />
      }
    />
  );
}
