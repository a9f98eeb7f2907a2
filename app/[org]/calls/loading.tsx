import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton, TableSkeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <Skeleton className="mb-4 h-24 lg:h-14" />
      <div className="rounded-lg border">
        <TableSkeleton rows={10} />
      </div>
    </PageSkeleton>
  );
}
