"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { ChartFrame } from "#components/chart/frame.tsx";
import type { LineStyle } from "#components/chart/line-chart.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { burnUpQuery } from "#lib/budgets/query.ts";
import type { BurnUp } from "#lib/budgets/schema.ts";
import { type BurnUpSeries, prepareBurnUp } from "./burn-up-chart.ts";
import { budgetParsers } from "./search-params.ts";

const styles: Record<BurnUpSeries, LineStyle> = {
  spent: { color: "var(--accent)" },
  cap: { color: "var(--bad)" },
  even: { color: "var(--muted)", dash: "1 4" },
  forecast: { color: "var(--accent)", dash: "6 4", hasEndValue: true },
};

// messages: burnUp.series.*
export function BurnUpCard({ budgetId, name }: { budgetId: string; name: string }) {
  const t = useTranslations("burnUp");
  const { slug } = useOrg();
  const [{ period }] = useQueryStates(budgetParsers);
  const query = useQuery(burnUpQuery(slug, budgetId, period?.toISOString() ?? null));
  return (
    <section aria-label={t("title")} className="min-w-0">
      <QueryBoundary query={query} skeleton={<Skeleton className="h-80" />}>
        {(burnUp) => (
          <div className="data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
            <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
              <h2 className="text-base font-medium">{t("title")}</h2>
              <PeriodSelect burnUp={burnUp} />
            </div>
            <ChartFrame
              chart={prepareBurnUp(burnUp, (key) => t(`series.${key}`))}
              granularity={burnUp.granularity}
              fileName={`burn-up-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${burnUp.startsAt.slice(0, 10)}.csv`}
              lines={new Map(Object.entries(styles))}
              label={t("label")}
              note={<Note burnUp={burnUp} />}
            />
          </div>
        )}
      </QueryBoundary>
    </section>
  );
}

function PeriodSelect({ burnUp }: { burnUp: BurnUp }) {
  const t = useTranslations("burnUp");
  const format = useFormatter();
  const [, setParams] = useQueryStates(budgetParsers);
  const { startsAt, endsAt, periods, granularity } = burnUp;
  const all = [...new Set([startsAt, ...periods])].toSorted().toReversed();
  if (endsAt === null || all.length < 2) return null;
  return (
    <Select
      aria-label={t("period")}
      className="w-full sm:w-56"
      value={startsAt}
      onChange={({ target }) => void setParams({ period: new Date(target.value) })}
    >
      {all.map((at) => (
        <option key={at} value={at}>
          {t("from", {
            at: format.dateTime(new Date(at), {
              dateStyle: "medium",
              ...(granularity === "hour" ? { timeStyle: "short" } : {}),
            }),
          })}
        </option>
      ))}
    </Select>
  );
}

/** What the curve is made of, and that the account is the truth where the two differ. */
function Note({ burnUp }: { burnUp: BurnUp }) {
  const t = useTranslations("burnUp");
  const usd = useUsd();
  const format = useFormatter();
  const { startsAt, endsAt, points, spentNanos, dataThrough, timezone } = burnUp;
  const when = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  const drawn = points.findLast((point) => point.spentNanos !== null)?.spentNanos ?? 0n;
  const forecast = points.at(-1)?.forecastNanos ?? null;
  const texts = [
    endsAt === null ? null : t("bounds", { from: when(startsAt), to: when(endsAt) }),
    forecast === null || endsAt === null ? null : t("forecast", { amount: usd(forecast), at: when(endsAt) }),
    dataThrough === null ? t("noData") : t("through", { at: when(dataThrough) }),
    t("zone", { zone: timezone }),
    drawn === spentNanos ? null : t("differs", { drawn: usd(drawn), spent: usd(spentNanos) }),
  ];
  return texts.filter((text) => text !== null).join(" · ");
}
