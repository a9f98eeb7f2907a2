import { PageSkeleton } from "#components/shell/page-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-18 sm:px-8">
      <PageSkeleton hasText={false}>
        <div className="space-y-5">
          <Skeleton className="h-52" />
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
        </div>
      </PageSkeleton>
    </div>
  );
}
