"use client";
import { useLocale, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatCount } from "#lib/format.ts";
import type { SpendView } from "#lib/spend/schema.ts";
import { ChangeText } from "./change-text.tsx";

/** What a picture adds up to, and how that compares with the period before. */
export function SpendTotals({ view }: { view: SpendView }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const { tokens } = view;
  return (
    <StatRow>
      <Stat
        label={t("total")}
        testId="spend-total"
        note={<ChangeText now={view.costNanos} before={view.previousNanos} />}
      >
        <Money nanos={view.costNanos} />
      </Stat>
      <Stat label={t("requests")} note={t("errors", { count: view.errors })}>
        {formatCount(view.requests, locale)}
      </Stat>
      <Stat label={t("inputTokens")} note={t("cached", { count: formatCount(tokens.cacheRead, locale) })}>
        {formatCount(tokens.input + tokens.cacheRead, locale)}
      </Stat>
      <Stat label={t("outputTokens")} note={t("reasoning", { count: formatCount(tokens.reasoning, locale) })}>
        {formatCount(tokens.output + tokens.reasoning, locale)}
      </Stat>
    </StatRow>
  );
}
