import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="grid gap-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-48" />
        <Skeleton className="h-80" />
      </div>
    </PageSkeleton>
  );
}
