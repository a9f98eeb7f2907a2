"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BudgetBar } from "#components/budgets/budget-bar.tsx";
import { PaceText } from "#components/budgets/pace-text.tsx";
import { usedShare } from "#components/budgets/parts.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import type { Budget } from "#lib/budgets/schema.ts";

const shown = 4;

/** The fullest budgets first. */
export function HomeBudgets({ budgets }: { budgets: readonly Budget[] }) {
  const t = useTranslations("home");
  const { slug } = useOrg();
  return (
    <Card
      title={t("budgets")}
      action={
        <Button asChild size="sm" variant="ghost" className="-mr-2">
          <Link href={`/${slug}/budgets`}>{t("allBudgets")}</Link>
        </Button>
      }
    >
      {budgets.length === 0 ? (
        <p className="text-muted">{t("noBudgets")}</p>
      ) : (
        <ul className="space-y-3">
          {budgets
            .toSorted((a, b) => usedShare(b) - usedShare(a))
            .slice(0, shown)
            .map((budget) => (
              <li key={budget.id}>
                <div className="mb-1 flex items-center justify-between gap-3">
                  <Link
                    href={`/${slug}/budgets/${budget.id}`}
                    className="inline-flex min-h-6 min-w-0 items-center truncate font-medium hover:underline pointer-coarse:min-h-11"
                  >
                    {budget.name}
                  </Link>
                  <span className="text-muted">
                    {t.rich("spentOf", {
                      spent: () => <Money nanos={budget.account.spentNanos} />,
                      cap: () => <Money nanos={budget.account.capNanos} />,
                    })}
                  </span>
                </div>
                <BudgetBar budget={budget} hasLegend={false} />
                <p className="mt-1 text-xs text-muted">
                  <PaceText budget={budget} />
                </p>
              </li>
            ))}
        </ul>
      )}
    </Card>
  );
}
