import { Skeleton } from "#components/ui/skeleton.tsx";

/** Rows in the shape of BudgetRow: name and cap, bar, legend, pace. */
export function BudgetListSkeleton() {
  return (
    <div className="divide-y">
      {["first", "second", "third"].map((row) => (
        <div key={row} className="space-y-2 px-4 py-3">
          <div className="flex justify-between gap-4">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-4 w-24" />
          </div>
          <Skeleton className="h-2 w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ))}
    </div>
  );
}
