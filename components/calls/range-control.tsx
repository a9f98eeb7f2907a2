"use client";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Input } from "#components/ui/input.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { callRanges, maxRangeDays } from "#lib/calls/limits.ts";
import { callParsers, filterOf } from "./search-params.ts";

// messages: calls.range.*
export function RangeControl() {
  const t = useTranslations("calls");
  const [params, setParams] = useQueryStates(callParsers, { history: "push" });
  const isCustom = params.range === "custom";
  const isRefused = isCustom && params.from !== null && params.to !== null && filterOf(params).range !== "custom";
  return (
    <>
      <Segments
        label={t("rangeLabel")}
        value={params.range}
        options={callRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
        onChange={(range) => void setParams({ range })}
      />
      {isCustom
        ? (["from", "to"] as const).map((name) => (
            <Input
              key={name}
              type="date"
              aria-label={name === "from" ? t("from") : t("to")}
              aria-invalid={isRefused}
              className="w-36"
              value={params[name] ?? ""}
              onChange={({ target: { value } }) => void setParams({ [name]: value || null })}
            />
          ))
        : null}
      {isRefused ? (
        <p role="alert" className="w-full text-xs text-bad">
          {t("rangeInvalid", { days: maxRangeDays })}
        </p>
      ) : null}
    </>
  );
}
