"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { formatPercent } from "#lib/format.ts";
import { dayLimits, leastExcessNanos, levelDays, neededDays, severeShare } from "#lib/spend/core/anomaly.ts";
import { historyDays, hourLimits, neededHourDays } from "#lib/spend/core/anomaly-hour.ts";

/** The rule in words, with the figures that the code judges by. */
export function AnomalyRule() {
  const t = useTranslations("anomalies");
  const locale = useLocale();
  const usd = useUsd();
  const percent = (share: number) => formatPercent(share, locale);
  const amount = usd(BigInt(leastExcessNanos));
  return (
    <Card title={t("ruleTitle")}>
      <ul className="max-w-prose list-disc space-y-2 pl-5 text-muted">
        <li>{t("ruleDay", { z: dayLimits.z, amount, share: percent(dayLimits.share), days: neededDays })}</li>
        <li>{t("ruleLevel", { days: levelDays })}</li>
        <li>
          {t("ruleHour", {
            days: historyDays,
            z: hourLimits.z,
            amount,
            share: percent(hourLimits.share),
            needed: neededHourDays,
          })}
        </li>
        <li>{t("ruleSevere", { share: percent(severeShare) })}</li>
        <li>{t("ruleOver", { days: levelDays })}</li>
        <li>{t("ruleRise")}</li>
      </ul>
    </Card>
  );
}
