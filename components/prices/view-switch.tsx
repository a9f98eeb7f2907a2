"use client";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { Segments } from "#components/ui/segments.tsx";
import { priceParsers, priceViews } from "./search-params.ts";

// messages: prices.view.*
export function ViewSwitch() {
  const t = useTranslations("prices");
  const [view, setView] = useQueryState("view", priceParsers.view.withOptions({ history: "push" }));
  return (
    <Segments
      label={t("viewLabel")}
      value={view}
      options={priceViews.map((value) => ({ value, label: t(`view.${value}`) }))}
      onChange={(value) => void setView(value)}
    />
  );
}
