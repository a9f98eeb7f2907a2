"use client";
import { useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import type { AllocationSum } from "#lib/budgets/allocation-sums.ts";
import { cn } from "#lib/cn.ts";

/** What the cells add up to, of which budget, and by how much they are over it: in words, not by colour alone. */
export function AllocationSumText({ sum, testId }: { sum: AllocationSum | undefined; testId: string }) {
  const t = useTranslations("allocation");
  if (!sum) return null;
  const { nanos, capNanos, overNanos } = sum;
  return (
    <span data-testid={testId} className={cn("block", overNanos > 0n && "text-bad")}>
      <Money nanos={nanos} />
      {capNanos === null ? null : (
        <span className={cn("block text-xs", overNanos === 0n && "text-muted")}>
          {t.rich("of", { cap: () => <Money nanos={capNanos} /> })}
        </span>
      )}
      {overNanos > 0n ? (
        <strong className="block text-xs font-medium">
          {t.rich("over", { amount: () => <Money nanos={overNanos} /> })}
        </strong>
      ) : null}
    </span>
  );
}
