"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatPercent } from "#lib/format.ts";
import { movementsQuery } from "#lib/spend/metrics-query.ts";
import type { SpendHeadline } from "#lib/spend/metrics-schema.ts";
import type { SpendGroup } from "#lib/spend/schema.ts";
import { useSpendNames } from "./use-spend-names.ts";

// messages: spend.reason.*
/** How fast it grows, whether boxes that spent go on spending, and how much hangs on one. */
export function TrendStats({
  headline,
  groupBy,
  zone,
}: {
  headline: SpendHeadline;
  groupBy: SpendGroup;
  zone: string | undefined;
}) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const format = useFormatter();
  const nameOf = useSpendNames();
  const concentration = useQuery(movementsQuery(useOrg().slug, { zone, groupBy })).data?.concentration ?? null;
  const { growthTime, retention, retentionReason } = headline;
  const days = (count: number) => format.number(count, { maximumFractionDigits: 0 });
  return (
    <StatRow>
      <Stat
        label={growthTime.kind === "halving" ? t("halving") : t("doubling")}
        note={
          growthTime.kind === "none"
            ? t(`reason.${growthTime.reason}`)
            : t("interval95", { low: days(growthTime.lowDays), high: days(growthTime.highDays) })
        }
      >
        {growthTime.kind === "none" ? "—" : t("days", { count: days(growthTime.days) })}
      </Stat>
      <Stat
        label={t("retention")}
        note={retention === null && retentionReason ? t(`reason.${retentionReason}`) : t("retentionNote")}
      >
        {retention === null ? "—" : formatPercent(retention, locale)}
      </Stat>
      <Stat
        label={t("largest")}
        note={
          concentration
            ? nameOf(groupBy, concentration.largestKey, concentration.largestLabel)
            : t("reason.not_enough_data")
        }
      >
        {concentration ? formatPercent(concentration.largestShare, locale) : "—"}
      </Stat>
      <Stat label={t("concentration")} note={t("concentrationNote")}>
        {concentration ? format.number(concentration.index, { maximumFractionDigits: 2 }) : "—"}
      </Stat>
    </StatRow>
  );
}
