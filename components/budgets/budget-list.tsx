"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { BudgetRow } from "./budget-row.tsx";
import { CreateBudgetDialog } from "./create-budget-dialog.tsx";
import { usedShare } from "./parts.ts";

export function BudgetList() {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const query = useQuery(budgetListQuery(slug));
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<Skeleton className="m-4 h-16" />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} action={<CreateBudgetDialog />} />}
      >
        {({ items }) => (
          <ul className="divide-y">
            {items
              .toSorted((a, b) => usedShare(b) - usedShare(a))
              .map((budget) => (
                <BudgetRow key={budget.id} budget={budget} />
              ))}
          </ul>
        )}
      </QueryBoundary>
    </div>
  );
}
