"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatCount } from "#lib/format.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { DiscountDialog } from "./discount-dialog.tsx";
import { formatDiscount } from "./discount-text.ts";

export function ProviderStats({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const mayChange = useMay("providers.write");
  const [isOpen, setIsOpen] = useState(false);
  const unpriced = provider.models.filter(({ prices }) => prices.length === 0).length;
  const { discountBasisPoints: discount } = provider;
  return (
    <>
      <StatRow>
        <Stat label={t("models")}>{formatCount(provider.models.length, locale)}</Stat>
        <Stat label={t("needsPriceLabel")} note={unpriced > 0 ? t("needsPriceText") : null}>
          <span className={unpriced > 0 ? "text-warn" : undefined}>{formatCount(unpriced, locale)}</span>
        </Stat>
        <Stat label={t("spend30dLabel")}>
          <Money nanos={provider.spend30dNanos} />
        </Stat>
        <Stat label={t("discount")} testId="discount">
          <span className="flex flex-wrap items-center gap-2">
            {discount === 0 ? t("noDiscount") : formatDiscount(discount, locale)}
            {mayChange ? (
              <Button size="sm" variant="ghost" aria-label={t("changeDiscount")} onClick={() => setIsOpen(true)}>
                {t("change")}
              </Button>
            ) : null}
          </span>
        </Stat>
      </StatRow>
      {isOpen ? <DiscountDialog provider={provider} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
