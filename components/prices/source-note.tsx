"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatDiscount } from "#components/providers/discount-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { BookLine } from "#lib/prices/schema.ts";

/** Where a price comes from and what is taken off it; parts of the day that have a price of their own. */
export function SourceNote({ line }: { line: BookLine }) {
  const t = useTranslations("prices");
  const locale = useLocale();
  if (line.prices.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={line.priceSource === "manual" ? "info" : "neutral"}>
        {line.priceSource === "manual" ? t("source.manual") : t("source.book")}
      </Badge>
      {line.discountBasisPoints > 0 ? (
        <Badge tone="ok">{formatDiscount(line.discountBasisPoints, locale)}</Badge>
      ) : null}
      {line.prices.some(({ daily }) => daily !== null) ? <Badge>{t("byTime")}</Badge> : null}
    </span>
  );
}
