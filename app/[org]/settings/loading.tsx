import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="space-y-6">
        <Skeleton className="h-72" />
        <Skeleton className="h-28" />
      </div>
    </PageSkeleton>
  );
}
