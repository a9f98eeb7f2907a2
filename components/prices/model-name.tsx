"use client";
import { useTranslations } from "next-intl";
import type { BookLine } from "#lib/prices/schema.ts";

const abilities = ["tools", "vision", "json"] as const;

// messages: prices.ability.*
/** The name, what stands behind a deployment, and what the model is known to be able to do. */
export function ModelName({ line }: { line: BookLine }) {
  const t = useTranslations("prices");
  const known = abilities
    .filter((ability) => line.abilities[ability] === true)
    .map((ability) => t(`ability.${ability}`));
  return (
    <span className="block min-w-28">
      <span className="font-mono text-xs break-all">{line.id}</span>
      <span className="block text-xs text-muted">
        {[...(line.basedOn ? [t("basedOn", { model: line.basedOn })] : []), ...known].join(" · ")}
      </span>
    </span>
  );
}
