"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatCompact } from "#lib/format.ts";
import type { Price } from "#lib/protocol/price.ts";

/** Beside RateLines: from how much input on each tier is the price of the whole request. */
export function TierLines({ price }: { price: Price | null }) {
  const t = useTranslations("prices");
  const locale = useLocale();
  if (!price || price.tiers.length === 1) return null;
  const size = (tokens: number) => formatCompact(tokens, locale);
  return price.tiers.map(({ aboveInputTokens }, index) => (
    <span key={aboveInputTokens} className="block text-xs leading-5 whitespace-nowrap text-muted">
      {index === 0
        ? t("tierUpTo", { tokens: size(price.tiers[1]?.aboveInputTokens ?? 0) })
        : t("tierAbove", { tokens: size(aboveInputTokens) })}
    </span>
  ));
}
