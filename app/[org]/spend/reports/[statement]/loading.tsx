import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { StatementSkeleton } from "#components/statements/statement-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <StatementSkeleton />
    </PageSkeleton>
  );
}
