"use client";
import { useLocale, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { formatCount } from "#lib/format.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { discountsNow } from "./discount-text.ts";

export function ProviderStats({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const unpriced = provider.models.filter(({ prices }) => prices.length === 0).length;
  const discount = discountsNow(provider.discounts, useSharedNow().getTime(), locale);
  return (
    <StatRow>
      <Stat label={t("models")}>{formatCount(provider.models.length, locale)}</Stat>
      <Stat label={t("needsPriceLabel")} note={unpriced > 0 ? t("needsPriceText") : null}>
        <span className={unpriced > 0 ? "text-warn" : undefined}>{formatCount(unpriced, locale)}</span>
      </Stat>
      <Stat label={t("spend30dLabel")}>
        <Money nanos={provider.spend30dNanos} />
      </Stat>
      <Stat label={t("discount")} testId="discount">
        {discount ?? t("noDiscount")}
      </Stat>
    </StatRow>
  );
}
