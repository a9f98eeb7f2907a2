"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { BudgetFilters } from "./budget-filters.tsx";
import { BudgetListSkeleton } from "./budget-list-skeleton.tsx";
import { BudgetRow } from "./budget-row.tsx";
import { CreateBudgetDialog } from "./create-budget-dialog.tsx";
import { viewBudgets } from "./list-view.ts";
import { listParsers } from "./search-params.ts";

/** The fullest first: whatever needs a person is at the top. */
export function BudgetList() {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const [filter, setFilter] = useQueryStates(listParsers);
  const query = useQuery(budgetListQuery(slug));
  return (
    <>
      {query.data?.items.length === 0 ? null : <BudgetFilters />}
      <div className="rounded-lg border">
        <QueryBoundary
          query={query}
          skeleton={<BudgetListSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t("emptyTitle")} text={t("emptyText")} action={<CreateBudgetDialog />} />}
          isFilteredEmpty={({ items }) => viewBudgets(items, filter).length === 0}
          clearFilter={() => void setFilter(null)}
        >
          {({ items }) => (
            <ul aria-label={t("title")} className="divide-y">
              {viewBudgets(items, filter).map((budget) => (
                <BudgetRow key={budget.id} budget={budget} />
              ))}
            </ul>
          )}
        </QueryBoundary>
      </div>
    </>
  );
}
