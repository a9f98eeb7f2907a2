"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { BoxBudget } from "#lib/boxes/schema.ts";

/** Every budget that limits or counts the box's calls, and what the box has of it. */
export function BoxBudgetsCard({ budgets }: { budgets: readonly BoxBudget[] }) {
  const t = useTranslations("boxBudgets");
  return (
    <Card title={t("title")} description={t("text")}>
      {budgets.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y">
          {budgets.map((budget) => (
            <BudgetShare key={budget.budgetId} budget={budget} />
          ))}
        </ul>
      )}
    </Card>
  );
}

// messages: boxBudgets.who.*
// messages: boxBudgets.period.*
function BudgetShare({ budget }: { budget: BoxBudget }) {
  const t = useTranslations("boxBudgets");
  const { slug } = useOrg();
  const { renewsAt } = budget;
  const lines: [string, bigint][] = [
    [t("spent"), budget.spentNanos],
    ...(budget.isSoft
      ? []
      : ([
          [t("held"), budget.heldNanos],
          [t("granted"), budget.grantedNanos],
        ] satisfies [string, bigint][])),
    ...(budget.presumedNanos > 0n ? ([[t("presumed"), budget.presumedNanos]] satisfies [string, bigint][]) : []),
  ];
  return (
    <li className="py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Link
          href={`/${slug}/budgets/${budget.budgetId}`}
          className="min-w-0 truncate font-medium hover:underline pointer-coarse:py-3"
        >
          {budget.name}
        </Link>
        <span className="inline-flex gap-1">
          {budget.isPaused ? <Badge tone="warn">{t("paused")}</Badge> : null}
          {budget.isSoft ? <Badge>{t("soft")}</Badge> : null}
        </span>
      </div>
      <p className="text-xs text-muted">
        {t(`who.${budget.who}`, { tag: budget.tag ?? "", agent: budget.agent ?? "" })}
        {" · "}
        {t.rich("cap", { cap: () => <Money nanos={budget.capNanos} />, period: t(`period.${budget.period}`) })}
      </p>
      <dl className="mt-1 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-xs">
        {lines.map(([label, nanos]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right">
              <Money nanos={nanos} />
            </dd>
          </div>
        ))}
      </dl>
      {renewsAt ? (
        <p className="mt-1 text-xs text-muted">{t.rich("renews", { when: () => <TimeUntil at={renewsAt} /> })}</p>
      ) : null}
      {budget.presumedNanos > 0n ? <p className="mt-1 text-xs text-warn">{t("presumedText")}</p> : null}
      {budget.earlierNanos > 0n ? (
        <p className="mt-1 text-xs text-muted">
          {t.rich("earlier", { amount: () => <Money nanos={budget.earlierNanos} /> })}
        </p>
      ) : null}
    </li>
  );
}
