import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <Skeleton className="h-72" />
    </PageSkeleton>
  );
}
