"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { BudgetBadges } from "./budget-badges.tsx";
import { BudgetBar } from "./budget-bar.tsx";
import { PaceText } from "./pace-text.tsx";
import { useScopeText } from "./use-scope-text.ts";

// messages: budgets.per.*
export function BudgetRow({ budget }: { budget: Budget }) {
  const t = useTranslations("budgets");
  const usd = useUsd();
  const scopeText = useScopeText();
  const { slug } = useOrg();
  const { account, holders, holderCount } = budget;
  const { endsAt } = account;
  return (
    <li className="relative px-4 py-3 hover:bg-hover" data-testid="budget">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link
          href={`/${slug}/budgets/${budget.id}`}
          className="min-w-0 font-medium break-words after:absolute after:inset-0"
        >
          {budget.name}
        </Link>
        <span className="min-w-0 break-words text-muted">{scopeText(budget)}</span>
        <BudgetBadges budget={budget} />
        <span className="hidden flex-1 sm:block" />
        <span className="whitespace-nowrap">
          {t.rich("capPer", {
            cap: () => (
              <strong className="font-medium">
                <Money nanos={account.capNanos} />
              </strong>
            ),
            period: t(`per.${budget.period}`),
          })}
        </span>
      </div>
      <BudgetBar budget={budget} />
      <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        <PaceText budget={budget} />
        {endsAt ? <span>{t.rich("resets", { when: () => <TimeUntil at={endsAt} /> })}</span> : null}
        {holderCount > 0 ? (
          <span>
            {t("heldBy", {
              boxes: holders.map(({ boxName, nanos }) => `${boxName} ${usd(nanos)}`).join(", "),
              more: holderCount - holders.length,
            })}
          </span>
        ) : null}
      </div>
    </li>
  );
}
