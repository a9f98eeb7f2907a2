"use client";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { BookLine } from "#lib/prices/schema.ts";
import { NextPrice } from "./next-price.tsx";

const abilities = ["tools", "vision", "json"] as const;

// messages: prices.ability.*
/** The name, what stands behind a deployment, what the model can do as far as known, and the price that is coming. */
export function ModelName({ line, nowMs, hasProvider }: { line: BookLine; nowMs: number; hasProvider: boolean }) {
  const t = useTranslations("prices");
  const known = abilities
    .filter((ability) => line.abilities[ability] === true)
    .map((ability) => t(`ability.${ability}`));
  return (
    <span className="block min-w-24">
      <span className="font-mono text-xs break-all">{line.id}</span>
      {/* Where its own column does not fit. */}
      {hasProvider ? <span className="block text-xs sm:hidden">{line.connectionName}</span> : null}
      <span className="block text-xs text-muted">
        {[...(line.basedOn ? [t("basedOn", { model: line.basedOn })] : []), ...known].join(" · ")}
      </span>
      {line.prices.length === 0 ? <Badge tone="warn">{t("needsPrice")}</Badge> : null}
      <NextPrice prices={line.prices} nowMs={nowMs} />
    </span>
  );
}
