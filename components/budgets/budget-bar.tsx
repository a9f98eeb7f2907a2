"use client";
import { useLocale, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { cn } from "#lib/cn.ts";
import { formatUsd } from "#lib/format.ts";
import { budgetParts, capShare, type PartName } from "./parts.ts";

// messages: budgetBar.*

const fill: Record<PartName, string> = {
  spent: "bg-accent",
  leased: "bg-accent/45",
  presumed: "bg-warn",
  free: "bg-border",
};

/** Stripes over what lies beyond the cap: colour alone would not say it. */
const beyond = "repeating-linear-gradient(45deg, var(--bad) 0 3px, transparent 3px 6px)";

/**
 * One bar for the whole cap, and beyond it when more is committed. The same in words and amounts: as a legend below, or,
 * where there is no room, on hover and focus. Screen readers get it as the picture's name.
 */
export function BudgetBar({
  budget,
  isLarge = false,
  hasLegend = true,
}: {
  budget: Pick<Budget, "name" | "account">;
  isLarge?: boolean;
  hasLegend?: boolean;
}) {
  const t = useTranslations("budgetBar");
  const locale = useLocale();
  const parts = budgetParts(budget);
  const over = budget.account.overCommittedNanos;
  const cap = capShare(budget);
  const words = [
    ...parts.map(({ name, nanos }) => `${t(name)} ${formatUsd(nanos, locale)}`),
    ...(over > 0n ? [`${t("over")} ${formatUsd(over, locale)}`] : []),
  ].join(", ");
  const legend = (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
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
      {over > 0n ? (
        <li className="flex items-center gap-1.5 text-bad">
          <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: beyond }} />
          <span>{t("over")}</span>
          <span data-testid="part-over">
            <Money nanos={over} />
          </span>
        </li>
      ) : null}
    </ul>
  );
  return (
    <div className="group/bar relative">
      <div
        role="img"
        aria-label={`${budget.name}: ${words}`}
        {...(hasLegend ? { title: words } : { tabIndex: 0 })}
        className={cn("relative z-10 flex overflow-hidden rounded-sm bg-border", isLarge ? "h-4" : "h-2")}
      >
        {parts.map(({ name, share }) => (
          <div
            key={name}
            className={cn("transition-[width] duration-300 motion-reduce:transition-none", fill[name])}
            style={{ width: `${share * 100}%` }}
          />
        ))}
        {cap < 1 ? (
          <div
            className="absolute inset-y-0 right-0 border-l-2 border-foreground"
            style={{ left: `${cap * 100}%`, background: beyond }}
          />
        ) : null}
      </div>
      {hasLegend ? (
        <div className="mt-2">{legend}</div>
      ) : (
        // Said already by the picture's name.
        <div
          aria-hidden
          className="pointer-events-none absolute top-full left-0 z-20 mt-1 hidden max-w-full rounded-md border bg-background px-3 py-2 group-focus-within/bar:block group-hover/bar:block"
        >
          {legend}
        </div>
      )}
    </div>
  );
}
