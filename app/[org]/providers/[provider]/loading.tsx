import { ProviderSkeleton } from "#components/providers/provider-skeleton.tsx";
import { PageSkeleton } from "#components/shell/page-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton>
      <ProviderSkeleton />
    </PageSkeleton>
  );
}
