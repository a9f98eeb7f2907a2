"use client";
import { useTranslations } from "next-intl";
import { strategies } from "#lib/protocol/config.ts";
import type { SectionProps } from "./section-props.ts";

// messages: routes.strategy.*
// messages: routes.strategyText.*
// messages: routes.strategyExactly.*
export function StrategySection({ draft, onChange }: SectionProps) {
  const t = useTranslations("routes");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{t("strategyLabel")}</legend>
      <div className="grid gap-1">
        {strategies.map((strategy) => (
          <label
            key={strategy}
            className="flex cursor-pointer items-start gap-2 rounded-md px-2 py-1 hover:bg-hover pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name="strategy"
              value={strategy}
              checked={draft.strategy === strategy}
              onChange={() => onChange({ strategy })}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="font-medium">{t(`strategy.${strategy}`)}</span>{" "}
              <span className="text-muted">{t(`strategyText.${strategy}`)}</span>
            </span>
          </label>
        ))}
      </div>
      <details className="mt-1 px-2 text-xs text-muted">
        <summary className="min-h-6 w-fit hover:text-foreground pointer-coarse:min-h-11">{t("exactly")}</summary>
        <p className="mt-1 max-w-prose">{t(`strategyExactly.${draft.strategy}`)}</p>
        <p className="mt-1">{t("docs")}</p>
      </details>
    </fieldset>
  );
}
