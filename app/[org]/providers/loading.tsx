import { ProviderListSkeleton } from "#components/providers/provider-list-skeleton.tsx";
import { PageSkeleton } from "#components/shell/page-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <ProviderListSkeleton />
    </PageSkeleton>
  );
}
