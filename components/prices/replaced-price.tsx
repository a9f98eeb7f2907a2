"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatDiscount } from "#components/providers/discount-text.ts";
import type { BookLine } from "#lib/prices/schema.ts";
import type { Price } from "#lib/protocol/price.ts";
import { useRateText } from "./rate.tsx";

/** The list price in force, which the one being typed replaces; and what is taken off either. */
export function ReplacedPrice({ line, price }: { line: BookLine; price: Price | null }) {
  const t = useTranslations("price");
  const locale = useLocale();
  const usd = useRateText();
  const rates = price?.tiers[0]?.rates;
  const notes = [
    rates
      ? t("replaces", {
          source: line.priceSource === "manual" ? t("typed") : t("book"),
          input: usd(rates.input),
          output: usd(rates.output),
        })
      : t("replacesNothing"),
    price && price.tiers.length > 1 ? t("replacesTiers", { count: price.tiers.length }) : "",
    line.discountBasisPoints > 0 ? t("discounted", { discount: formatDiscount(line.discountBasisPoints, locale) }) : "",
  ];
  return <p className="rounded-md bg-hover px-3 py-2">{notes.filter((note) => note !== "").join(" ")}</p>;
}
