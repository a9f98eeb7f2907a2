import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <TableSkeleton rows={5} />
    </PageSkeleton>
  );
}
