import { Skeleton } from "#components/ui/skeleton.tsx";

/** Summary, curve and leases in the shape they come in. */
export function BudgetPageSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-4">
      <Skeleton className="h-40" />
      <Skeleton className="h-80" />
      <Skeleton className="h-48" />
    </div>
  );
}
