"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { budgetQuery } from "#lib/budgets/query.ts";
import { BudgetActions } from "./budget-actions.tsx";
import { BudgetLeases } from "./budget-leases.tsx";
import { BudgetSummary } from "./budget-summary.tsx";

// messages: budgets.per.*
export function BudgetPage({ budgetId }: { budgetId: string }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const query = useQuery(budgetQuery(slug, budgetId));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-72" />}>
      {(budget) => (
        <>
          <PageHeader
            title={budget.name}
            back={{ href: `/${slug}/budgets`, label: t("title") }}
            description={`${budget.connectionName ?? t("allProviders")} · ${t(`per.${budget.period}`)}`}
          >
            <BudgetActions budget={budget} />
          </PageHeader>
          <div className="grid grid-cols-1 gap-4">
            <BudgetSummary budget={budget} />
            <Card isFlush title={t("holders")} description={t("holdersText")}>
              <BudgetLeases leases={budget.leases} />
            </Card>
          </div>
        </>
      )}
    </QueryBoundary>
  );
}
