import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-112" />
        <Skeleton className="h-80" />
      </div>
    </PageSkeleton>
  );
}
