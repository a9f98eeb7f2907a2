"use client";
import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "#components/ui/time-ago.tsx";
import { formatCompact } from "#lib/format.ts";
import type { PriceStep } from "#lib/prices/compare.ts";
import { ChangeShare } from "./change-share.tsx";
import { Rate } from "./rate.tsx";

// messages: prices.rate.*
/** Rate by rate, old → new; from when and above how much input, where that is not always. */
export function DiffSteps({ steps }: { steps: readonly PriceStep[] }) {
  const t = useTranslations("prices");
  const locale = useLocale();
  if (steps.length === 0) return <span className="text-muted">{t("noPrice")}</span>;
  const amount = (nanos: bigint | null) => (nanos === null ? <span>–</span> : <Rate nanos={nanos} />);
  return (
    <div className="space-y-1 py-1">
      {steps.map(({ fromMs, daily, aboveInputTokens, rates }) => (
        <div key={`${fromMs}/${daily?.startMinute ?? ""}/${aboveInputTokens}`}>
          <p className="flex flex-wrap gap-x-2 text-xs text-muted empty:hidden">
            {fromMs > 0 ? (
              <span>{t.rich("since", { at: () => <DateTime at={new Date(fromMs).toISOString()} /> })}</span>
            ) : null}
            {daily ? <span>{t("byTime")}</span> : null}
            {aboveInputTokens > 0 ? (
              <span>{t("tierAbove", { tokens: formatCompact(aboveInputTokens, locale) })}</span>
            ) : null}
          </p>
          <dl className="grid grid-cols-[7rem_1fr] gap-x-3">
            {rates.map(({ rate, before, after, change }) => (
              <div key={rate} className="contents">
                <dt className="text-muted">{t(`rate.${rate}`)}</dt>
                <dd className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
                  <span className="text-muted">{amount(before)}</span>
                  <span aria-label={t("becomes")} role="img">
                    →
                  </span>
                  {amount(after)}
                  {change === null ? null : <ChangeShare change={change} />}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}
