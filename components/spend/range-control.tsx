"use client";
import { useTranslations } from "next-intl";
import { dayIn } from "#components/chart/zoom-days.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { autoGranularity, spendRanges } from "#lib/spend/choices.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";
import type { SpendParams } from "./search-params.ts";

const dayMs = 86_400_000;

// messages: spend.range.*, spend.from, spend.to
// messages: spend.granularity.*
/** Which days, and how finely they are cut. */
export function RangeControl({
  query,
  zone,
  change,
}: {
  query: SpendQuery;
  zone: string;
  change: (params: Partial<SpendParams>) => void;
}) {
  const t = useTranslations("spend");
  const isCustom = query.range === "custom";

  function choose(range: string) {
    // The schema refuses custom without days: it begins with the last thirty.
    const days = { from: dayIn(zone, new Date(Date.now() - 29 * dayMs)), to: dayIn(zone, new Date()) };
    change({ range, granularity: null, ...(range === "custom" ? days : { from: null, to: null }) });
  }

  return (
    <>
      <Select
        aria-label={t("rangeLabel")}
        className="w-36"
        value={query.range}
        onChange={({ target }) => choose(target.value)}
      >
        {spendRanges.map((range) => (
          <option key={range} value={range}>
            {t(`range.${range}`)}
          </option>
        ))}
      </Select>
      {isCustom
        ? (["from", "to"] as const).map((name) => (
            <Input
              // The address decides, also after "back"; a day that is being typed is not yet one.
              key={`${name}${query[name]}`}
              type="date"
              aria-label={t(name)}
              className="w-36"
              defaultValue={query[name]}
              {...(name === "from" ? { max: query.to } : { min: query.from })}
              onBlur={({ target: { value } }) => {
                if (value !== "" && value !== query[name]) change({ [name]: value });
              }}
              onKeyDown={({ key, currentTarget }) => {
                if (key === "Enter") currentTarget.blur();
              }}
            />
          ))
        : null}
      <Select
        aria-label={t("granularityLabel")}
        className="w-28"
        value={query.granularity}
        onChange={({ target }) => change({ granularity: target.value === "auto" ? null : target.value })}
      >
        {autoGranularity.map((granularity) => (
          <option key={granularity} value={granularity}>
            {t(`granularity.${granularity}`)}
          </option>
        ))}
      </Select>
    </>
  );
}
