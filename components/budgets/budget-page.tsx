"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { budgetQuery } from "#lib/budgets/query.ts";
import { BudgetActions } from "./budget-actions.tsx";
import { BudgetBadges } from "./budget-badges.tsx";
import { BudgetLeases } from "./budget-leases.tsx";
import { BudgetPageSkeleton } from "./budget-page-skeleton.tsx";
import { BudgetSummary } from "./budget-summary.tsx";
import { BudgetTermsCard } from "./budget-terms-card.tsx";
import { BurnUpCard } from "./burn-up-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { useScopeText } from "./use-scope-text.ts";

// messages: budgets.per.*
export function BudgetPage({ budgetId }: { budgetId: string }) {
  const t = useTranslations("budgets");
  const scopeText = useScopeText();
  const { slug } = useOrg();
  const query = useQuery(budgetQuery(slug, budgetId));
  return (
    <QueryBoundary query={query} skeleton={<BudgetPageSkeleton />}>
      {(budget) => (
        <>
          <PageHeader
            title={budget.name}
            back={{ href: `/${slug}/budgets`, label: t("title") }}
            description={
              <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                {scopeText(budget)} · {t(`per.${budget.period}`)}
                <BudgetBadges budget={budget} />
              </span>
            }
          >
            <BudgetActions budget={budget} />
          </PageHeader>
          <div className="grid grid-cols-1 gap-4">
            <BudgetSummary budget={budget} />
            <BurnUpCard budgetId={budgetId} name={budget.name} />
            <Card isFlush title={t("holders")} description={t("holdersText")}>
              <BudgetLeases budget={budget} />
            </Card>
            <BudgetTermsCard budget={budget} />
            <HistoryCard budgetId={budgetId} />
          </div>
        </>
      )}
    </QueryBoundary>
  );
}
