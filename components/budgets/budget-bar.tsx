"use client";
import { useLocale, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { cn } from "#lib/cn.ts";
import { formatUsd } from "#lib/format.ts";
import { budgetParts, type PartName } from "./parts.ts";

// messages: budgetBar.*

const fill: Record<PartName, string> = {
  spent: "bg-accent",
  leased: "bg-accent/45",
  presumed: "bg-warn",
  free: "bg-border",
};

/**
 * One bar for the whole cap; the legend says the same in words and amounts.
 */
export function BudgetBar({
  budget,
  isLarge = false,
  hasLegend = true,
}: {
  budget: Pick<Budget, "name" | "capNanos" | "account">;
  isLarge?: boolean;
  hasLegend?: boolean;
}) {
  const t = useTranslations("budgetBar");
  const locale = useLocale();
  const parts = budgetParts(budget);
  const text = parts.map(({ name, nanos }) => `${t(name)} ${formatUsd(nanos, locale)}`).join(", ");
  return (
    <div>
      <div
        role="img"
        aria-label={`${budget.name}: ${text}`}
        className={cn("flex overflow-hidden rounded-sm bg-border", isLarge ? "h-4" : "h-2")}
      >
        {parts.map(({ name, share }) => (
          <div
            key={name}
            className={cn("transition-[width] duration-300", fill[name])}
            style={{ width: `${share * 100}%` }}
          />
        ))}
      </div>
      {hasLegend ? (
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {parts.map(({ name, nanos }) => (
            <li key={name} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className={cn("size-2.5 rounded-[3px]", fill[name], name === "free" && "border border-input")}
              />
              <span className="text-muted">{t(name)}</span>
              <span data-testid={`part-${name}`}>
                <Money nanos={nanos} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
