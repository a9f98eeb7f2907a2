"use client";
import { useLocale, useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { formatChange } from "#lib/format.ts";

/** How an amount compares with the one before, in words; a percentage of nothing is none. */
export function ChangeText({ now, before }: { now: bigint; before: bigint | null }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const usd = useUsd();
  if (before === null) return null;
  if (before === 0n) return t("beforeNothing");
  const ratio = Number(((now - before) * 1_000_000n) / before) / 1_000_000;
  return t("beforeOf", { change: formatChange(ratio, locale), amount: usd(before) });
}
