import { Skeleton } from "#components/ui/skeleton.tsx";

export function ProviderListSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      {["first", "second"].map((name) => (
        <Skeleton key={name} className="h-36 rounded-lg" />
      ))}
    </div>
  );
}
