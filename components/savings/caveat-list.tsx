"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatCount } from "#lib/format.ts";
import type { Caveat } from "#lib/spend/what-if/schema.ts";

// messages: savings.caveat.*
/** What to know of a target, in words; what would make calls fail comes first and in red. */
export function CaveatList({ caveats }: { caveats: readonly Caveat[] }) {
  const t = useTranslations("savings");
  const locale = useLocale();
  if (caveats.length === 0) return null;
  const ordered = [
    ...caveats.filter(({ isBlocking }) => isBlocking),
    ...caveats.filter(({ isBlocking }) => !isBlocking),
  ];
  return (
    <ul aria-label={t("caveats")} className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
      {ordered.map(({ code, isBlocking, needs, holds }) => (
        <li key={code} className={isBlocking ? "font-medium text-bad" : undefined}>
          {t(`caveat.${code}`, { needs: formatCount(needs ?? 0, locale), holds: formatCount(holds ?? 0, locale) })}
        </li>
      ))}
    </ul>
  );
}
