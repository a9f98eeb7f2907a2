import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The header of a page that is on its way, and what its content will look like. */
export function PageSkeleton({ hasText = true, children }: { hasText?: boolean; children: ReactNode }) {
  return (
    <div aria-busy="true">
      <div aria-hidden className="mb-5">
        <Skeleton className="h-7 w-40" />
        {hasText ? <Skeleton className="mt-1.5 h-4 w-72 max-w-full" /> : null}
      </div>
      {children}
    </div>
  );
}
