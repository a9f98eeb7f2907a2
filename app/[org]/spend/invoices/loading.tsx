import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton, TableSkeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="grid gap-4">
        <Skeleton className="h-40" />
        <div className="rounded-lg border">
          <TableSkeleton rows={3} />
        </div>
      </div>
    </PageSkeleton>
  );
}
