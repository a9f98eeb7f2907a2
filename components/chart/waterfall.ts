export interface WaterfallStep {
  key: string;
  label: string;
  /** A level that the bars between start from and end at, or a change: up or down. */
  kind: "level" | "change";
  nanos: bigint;
}

export interface WaterfallBar extends WaterfallStep {
  fromNanos: bigint;
  toNanos: bigint;
}

/**
 * Bars of a waterfall: a level stands on zero, a change begins where the bar before ended. A level that is not where the
 * changes before it lead would be a lie about one of them: that throws.
 */
export function prepareWaterfall(steps: readonly WaterfallStep[]): WaterfallBar[] {
  let at: bigint | null = null;
  return steps.map((step) => {
    if (step.kind === "level") {
      if (at !== null && at !== step.nanos) throw new Error(`the changes lead to ${at}, not to ${step.nanos}`);
      at = step.nanos;
      return { ...step, fromNanos: 0n, toNanos: step.nanos };
    }
    const fromNanos: bigint = at ?? 0n;
    at = fromNanos + step.nanos;
    return { ...step, fromNanos, toNanos: at };
  });
}
