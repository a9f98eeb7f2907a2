"use client";
import { Pencil } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import type { Column } from "#components/table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { formatCompact } from "#lib/format.ts";
import { priceAt } from "#lib/prices/cost.ts";
import type { BookLine } from "#lib/prices/schema.ts";
import type { TokenBucket } from "#lib/protocol/token-buckets.ts";
import { ModelName } from "./model-name.tsx";
import { RateLines } from "./rate-lines.tsx";
import { SourceNote } from "./source-note.tsx";
import { TierLines } from "./tier-lines.tsx";

/** Columns of a table of prices, per million tokens; that for tiers only where there are any. */
export function usePriceColumns({
  lines,
  hasProvider,
  onPrice,
}: {
  lines: readonly BookLine[];
  hasProvider: boolean;
  onPrice?: (line: BookLine) => void;
}): Column<BookLine>[] {
  const t = useTranslations("prices");
  const locale = useLocale();
  const { slug } = useOrg();
  const nowMs = useSharedNow().getTime();
  const now = (line: BookLine) => priceAt(line.prices, nowMs);
  const rate = (id: string, header: string, bucket: TokenBucket, from?: "sm"): Column<BookLine> => ({
    id,
    header,
    isNumeric: true,
    cell: (line) => <RateLines price={now(line)} bucket={bucket} />,
    sortBy: (line) => now(line)?.tiers[0]?.rates[bucket] ?? null,
    ...(from ? { from } : {}),
  });
  const tokens = (count: number | null) =>
    count === null ? <span className="text-muted">–</span> : formatCompact(count, locale);
  const columns: (Column<BookLine> | null)[] = [
    {
      id: "id",
      header: t("model"),
      cell: (line) => <ModelName line={line} nowMs={nowMs} hasProvider={hasProvider} />,
      sortBy: ({ id }) => id,
    },
    hasProvider
      ? {
          id: "provider",
          header: t("provider"),
          cell: ({ connectionId, connectionName }) => (
            <Link href={`/${slug}/providers/${connectionId}`} className="underline underline-offset-2">
              {connectionName}
            </Link>
          ),
          sortBy: ({ connectionName }) => connectionName,
          from: "sm",
        }
      : null,
    lines.some((line) => (now(line)?.tiers.length ?? 0) > 1)
      ? { id: "tier", header: t("tier"), cell: (line) => <TierLines price={now(line)} />, from: "md" }
      : null,
    rate("in", t("input"), "input"),
    rate("cached", t("cached"), "cacheRead", "sm"),
    rate("out", t("output"), "output"),
    { id: "source", header: t("sourceLabel"), cell: (line) => <SourceNote line={line} />, from: "lg" },
    {
      id: "context",
      header: t("context"),
      isNumeric: true,
      cell: ({ contextTokens }) => tokens(contextTokens),
      sortBy: ({ contextTokens }) => contextTokens,
      from: "xl",
    },
    {
      id: "limit",
      header: t("outputLimit"),
      isNumeric: true,
      cell: ({ maxOutputTokens }) => tokens(maxOutputTokens),
      sortBy: ({ maxOutputTokens }) => maxOutputTokens,
      from: "xl",
    },
    onPrice
      ? {
          id: "act",
          header: t("action"),
          cell: (line) => (
            <Button
              size="sm"
              variant={line.prices.length === 0 ? "secondary" : "ghost"}
              aria-label={t("setPriceOf", { model: line.id })}
              onClick={() => onPrice(line)}
            >
              <Pencil aria-hidden className="sm:hidden" />
              <span className="hidden sm:inline">{t("setPrice")}</span>
            </Button>
          ),
        }
      : null,
  ];
  return columns.filter((column) => column !== null);
}
