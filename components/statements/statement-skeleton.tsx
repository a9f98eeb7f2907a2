import { Skeleton } from "#components/ui/skeleton.tsx";

export function StatementSkeleton() {
  return (
    <div aria-hidden className="grid gap-4">
      <Skeleton className="h-21" />
      <Skeleton className="h-80" />
      <Skeleton className="h-48" />
    </div>
  );
}
