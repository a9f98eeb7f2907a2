import { BudgetListSkeleton } from "#components/budgets/budget-list-skeleton.tsx";
import { PageSkeleton } from "#components/shell/page-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="rounded-lg border">
        <BudgetListSkeleton />
      </div>
    </PageSkeleton>
  );
}
