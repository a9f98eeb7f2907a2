import { HomeSkeleton } from "#components/home/home-skeleton.tsx";
import { PageSkeleton } from "#components/shell/page-skeleton.tsx";

export default function Loading() {
  return (
    <PageSkeleton hasText={false}>
      <HomeSkeleton />
    </PageSkeleton>
  );
}
