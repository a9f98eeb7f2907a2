import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { SpendSkeleton } from "#components/spend/spend-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton hasText={false}>
      <SpendSkeleton />
    </PageSkeleton>
  );
}
