"use client";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import { formatCompact, formatCount } from "#lib/format.ts";
import type { SpendView } from "#lib/spend/schema.ts";

export function HomeStats({ spend, boxes }: { spend: SpendView; boxes: readonly BoxSummary[] }) {
  const t = useTranslations("home");
  const locale = useLocale();
  const { slug } = useOrg();
  const online = boxes.filter(({ presence }) => presence === "online").length;
  const { input, cacheRead, output, reasoning } = spend.tokens;
  return (
    <StatRow>
      <Stat
        label={t("spend24h")}
        testId="home-spend"
        note={
          <Link href={`/${slug}/spend`} className="inline-flex min-h-6 items-center underline hover:text-foreground">
            {t("details")}
          </Link>
        }
      >
        <Money nanos={spend.costNanos} />
      </Stat>
      <Stat
        label={t("boxesOnline")}
        testId="home-boxes"
        note={
          <Link href={`/${slug}/boxes`} className="inline-flex min-h-6 items-center underline hover:text-foreground">
            {t("allBoxes")}
          </Link>
        }
      >
        {t("nOfM", { n: formatCount(online, locale), m: formatCount(boxes.length, locale) })}
      </Stat>
      <Stat label={t("calls24h")} note={t("failed", { count: spend.errors })}>
        {formatCount(spend.requests, locale)}
      </Stat>
      <Stat
        label={t("tokens24h")}
        note={t("inOut", {
          input: formatCompact(input + cacheRead, locale),
          output: formatCompact(output + reasoning, locale),
        })}
      >
        {formatCompact(input + cacheRead + output + reasoning, locale)}
      </Stat>
    </StatRow>
  );
}
