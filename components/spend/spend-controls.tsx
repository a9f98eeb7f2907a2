"use client";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Segments } from "#components/ui/segments.tsx";
import { spendGroups, spendRanges } from "#lib/spend/schema.ts";
import { spendParsers } from "./search-params.ts";

// messages: spend.range.*
// messages: spend.group.*
export function SpendControls() {
  const t = useTranslations("spend");
  const [{ range, groupBy }, setParams] = useQueryStates(spendParsers, { history: "push" });
  return (
    <>
      <Segments
        label={t("rangeLabel")}
        value={range}
        options={spendRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
        onChange={(value) => void setParams({ range: value })}
      />
      <Segments
        label={t("groupLabel")}
        value={groupBy}
        options={spendGroups.map((value) => ({ value, label: t(`group.${value}`) }))}
        onChange={(value) => void setParams({ groupBy: value })}
      />
    </>
  );
}
