import { Skeleton } from "#components/ui/skeleton.tsx";

export function ProviderSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-4">
      <Skeleton className="h-20 rounded-lg" />
      <Skeleton className="h-72 rounded-lg" />
      <Skeleton className="h-56 rounded-lg" />
    </div>
  );
}
