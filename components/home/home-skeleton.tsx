import { Skeleton } from "#components/ui/skeleton.tsx";

export function HomeSkeleton() {
  return (
    <div aria-hidden className="grid grid-cols-1 gap-4">
      <Skeleton className="h-21" />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
      </div>
      <Skeleton className="h-64" />
    </div>
  );
}
