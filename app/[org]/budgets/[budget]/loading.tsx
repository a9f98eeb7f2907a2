import { BudgetPageSkeleton } from "#components/budgets/budget-page-skeleton.tsx";
import { PageSkeleton } from "#components/shell/page-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <BudgetPageSkeleton />
    </PageSkeleton>
  );
}
