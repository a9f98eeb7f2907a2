"use client";
import { useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { PriceSchedule } from "#lib/protocol/price.ts";
import { upcomingOf } from "./upcoming.ts";

/** The price that is coming, and when. */
export function NextPrice({ prices, nowMs }: { prices: PriceSchedule; nowMs: number }) {
  const t = useTranslations("prices");
  const usd = useUsd();
  const next = upcomingOf(prices, nowMs);
  const rates = next?.price.tiers[0]?.rates;
  if (!next || !rates) return <span className="text-muted">–</span>;
  return (
    <span className="text-xs whitespace-nowrap">
      <DateTime at={next.at} />
      <span className="block text-muted">{t("inAndOut", { input: usd(rates.input), output: usd(rates.output) })}</span>
    </span>
  );
}
