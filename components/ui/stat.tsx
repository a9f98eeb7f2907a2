import type { ReactNode } from "react";

/** Numbers side by side, divided by hairlines; two by two on a phone. */
export function StatRow({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border lg:grid-cols-4">{children}</dl>
  );
}

export function Stat({
  label,
  note,
  testId,
  children,
}: {
  label: string;
  note?: ReactNode;
  testId?: string;
  children: ReactNode;
}) {
  return (
    <div className="bg-background px-4 py-3">
      <dt className="text-muted">{label}</dt>
      <dd data-testid={testId} className="text-xl font-semibold tracking-tight tabular-nums">
        {children}
      </dd>
      {note ? <dd className="text-xs text-muted">{note}</dd> : null}
    </div>
  );
}
