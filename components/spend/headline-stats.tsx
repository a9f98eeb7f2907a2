"use client";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Sparkline } from "#components/chart/sparkline.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatChange } from "#lib/format.ts";
import type { SpendHeadline } from "#lib/spend/metrics-schema.ts";

const perYear = 12n;

// messages: spend.reason.*
/** The first four figures of finance: what a year costs at this pace, today, this month, and where the month ends. */
export function HeadlineStats({ headline, hasBoxes }: { headline: SpendHeadline; hasBoxes: boolean }) {
  const t = useTranslations("spend");
  return (
    <StatRow>
      <Stat label={t("runRate")} testId="run-rate" note={<RunRateNote headline={headline} hasBoxes={hasBoxes} />}>
        <span className="flex flex-wrap items-center gap-x-2">
          <RunRate headline={headline} hasBoxes={hasBoxes} />
          <Sparkline points={headline.runRates.map(({ nanos }) => nanos)} className="hidden h-6 w-20 sm:block" />
        </span>
      </Stat>
      <Stat label={t("today")} testId="spend-today" note={t("todayNote")}>
        <Money nanos={headline.todayNanos} />
      </Stat>
      <Stat label={t("monthToDate")} testId="spend-month" note={<MonthNote headline={headline} />}>
        <Money nanos={headline.month.spentNanos} />
      </Stat>
      <Stat label={t("monthEnd")} testId="spend-forecast" note={<ForecastNote headline={headline} />}>
        {headline.month.forecast.kind === "forecast" ? <Money nanos={headline.month.forecast.nanos} /> : "—"}
      </Stat>
    </StatRow>
  );
}

function RunRate({
  headline: { runRate, subscriptionMonthlyNanos },
  hasBoxes,
}: {
  headline: SpendHeadline;
  hasBoxes: boolean;
}) {
  const t = useTranslations("spend");
  if (runRate.nanos === null) return "—";
  const boxes = hasBoxes ? (subscriptionMonthlyNanos ?? 0n) * perYear : 0n;
  return (
    <>
      <Money nanos={runRate.nanos + boxes} />
      {runRate.isEarly ? (
        <span title={t("earlyText", { days: runRate.completeDays })}>
          <Badge tone="info">{t("early")}</Badge>
        </span>
      ) : null}
    </>
  );
}

function RunRateNote({
  headline: { runRate, subscriptionMonthlyNanos },
  hasBoxes,
}: {
  headline: SpendHeadline;
  hasBoxes: boolean;
}) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const usd = useUsd();
  if (runRate.nanos === null) return t("runRateMissing", { days: runRate.completeDays });
  const parts = [
    runRate.growth === null ? null : t("growth", { change: formatChange(runRate.growth, locale) }),
    runRate.fastNanos === null ? null : t("fast", { amount: usd(runRate.fastNanos) }),
    hasBoxes && subscriptionMonthlyNanos !== null
      ? t("withBoxes", { amount: usd(subscriptionMonthlyNanos * perYear) })
      : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

function MonthNote({ headline: { month } }: { headline: SpendHeadline }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const usd = useUsd();
  if (month.capNanos === null) return t("noCap");
  const pace = month.pace === null ? null : t("pace", { change: formatChange(month.pace - 1, locale) });
  return [t("ofCap", { amount: usd(month.capNanos) }), pace].filter((part) => part !== null).join(" · ");
}

function ForecastNote({ headline: { month } }: { headline: SpendHeadline }) {
  const t = useTranslations("spend");
  const format = useFormatter();
  const usd = useUsd();
  const { forecast, daysToExhaustion } = month;
  if (forecast.kind === "none") return t(`reason.${forecast.reason}`);
  const band = t("band", { low: usd(forecast.lowNanos), high: usd(forecast.highNanos) });
  const left =
    daysToExhaustion === null
      ? null
      : t("exhaustion", { days: format.number(daysToExhaustion, { maximumFractionDigits: 1 }) });
  return [band, left].filter((part) => part !== null).join(" · ");
}
