import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="rounded-lg border">
        <TableSkeleton rows={6} />
      </div>
    </PageSkeleton>
  );
}
