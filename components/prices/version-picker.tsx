"use client";
import { ArrowRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import type { PriceVersion } from "#lib/prices/schema.ts";

const sides = ["from", "to"] as const;

// messages: prices.reason.*
// messages: prices.side.*
/** Two versions to compare; version 0 is the empty book before the first. */
export function VersionPicker({
  versions,
  compared,
  onPick,
}: {
  versions: readonly PriceVersion[];
  compared: { from: number; to: number };
  onPick: (picked: { from: number; to: number }) => void;
}) {
  const t = useTranslations("prices");
  const format = useFormatter();
  return (
    <div className="flex w-full flex-wrap items-center gap-2 sm:w-auto">
      {sides.map((side) => (
        <div key={side} className="flex min-w-0 flex-1 items-center gap-2 sm:flex-none">
          {side === "to" ? <ArrowRight aria-hidden className="size-3.5 shrink-0 text-muted" /> : null}
          <Select
            aria-label={t(`side.${side}`)}
            className="sm:w-56"
            value={compared[side]}
            onChange={({ target: { value } }) => onPick({ ...compared, [side]: Number(value) })}
          >
            {versions.map(({ version, reason, createdAt }) => (
              <option key={version} value={version}>
                {t("versionOption", {
                  version,
                  reason: t(`reason.${reason}`),
                  at: format.dateTime(new Date(createdAt), { dateStyle: "medium", timeStyle: "short" }),
                })}
              </option>
            ))}
            <option value={0}>{t("versionZero")}</option>
          </Select>
        </div>
      ))}
    </div>
  );
}
