import { Skeleton } from "#components/ui/skeleton.tsx";

export function BoxPageSkeleton() {
  return (
    <div aria-hidden>
      <Skeleton className="mb-2 h-4 w-16" />
      <Skeleton className="mb-2 h-7 w-56" />
      <Skeleton className="mb-5 h-4 w-72" />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-1 gap-4">
          <Skeleton className="h-64" />
          <Skeleton className="h-48" />
        </div>
        <div className="grid content-start gap-4">
          <Skeleton className="h-44" />
          <Skeleton className="h-32" />
        </div>
      </div>
    </div>
  );
}
