"use client";
import { useLocale, useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { formatChange } from "#lib/format.ts";

/** How an amount compares with the one before, in words; a percentage of nothing is none. */
export function ChangeText({
  now,
  before,
  isShort = false,
}: {
  now: bigint;
  before: bigint | null;
  /** In a table: the percentage alone. */
  isShort?: boolean;
}) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const usd = useUsd();
  if (before === null) return null;
  if (before === 0n) return now === 0n ? null : t("beforeNothing");
  const ratio = Number(((now - before) * 1_000_000n) / before) / 1_000_000;
  if (isShort)
    return (
      <span title={t("beforeOf", { change: formatChange(ratio, locale), amount: usd(before) })}>
        {formatChange(ratio, locale)}
      </span>
    );
  return t("beforeOf", { change: formatChange(ratio, locale), amount: usd(before) });
}
