"use client";
import { useTranslations } from "next-intl";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { PriceSchedule } from "#lib/protocol/price.ts";
import { useRateText } from "./rate.tsx";
import { upcomingOf } from "./upcoming.ts";

/** The price that is coming, and when. */
export function NextPrice({ prices, nowMs }: { prices: PriceSchedule; nowMs: number }) {
  const t = useTranslations("prices");
  const usd = useRateText();
  const next = upcomingOf(prices, nowMs);
  const rates = next?.price.tiers[0]?.rates;
  if (!next || !rates) return null;
  return (
    <span className="block text-xs">
      {t.rich("coming", { at: () => <DateTime at={next.at} /> })}{" "}
      <span className="inline-block text-muted">
        {t("inAndOut", { input: usd(rates.input), output: usd(rates.output) })}
      </span>
    </span>
  );
}
