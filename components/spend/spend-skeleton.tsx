import { Skeleton } from "#components/ui/skeleton.tsx";

export function SpendSkeleton() {
  return (
    <div aria-hidden className="grid grid-cols-1 gap-4">
      <Skeleton className="h-21" />
      <Skeleton className="h-90" />
      <Skeleton className="h-48" />
    </div>
  );
}
