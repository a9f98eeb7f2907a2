import type { BudgetRule, ExhaustedAction } from "../../lib/protocol/budget.ts";
import type { Hold } from "./ledger.ts";

export type Refusal = {
  /** Of several that refuse, the one with the strictest action. */
  rule: BudgetRule;
  /**
   * `exhausted`: the budget cannot cover it. `unreachable`: the console could not be asked for more in time. `paused`:
   * nothing may be spent under it now.
   */
  reason: "exhausted" | "unreachable" | "paused";
  neededNanos: bigint;
  capNanos: bigint | null;
  resetsAtMs: number | null;
};

export type Admission = { isAdmitted: true; hold: Hold } | { isAdmitted: false; refusal: Refusal };

const strictness: Record<ExhaustedAction, number> = { cheaper: 0, local: 1, deny: 2 };

/** The stricter of two actions: deny, then local, then cheaper. */
export function stricter(a: ExhaustedAction, b: ExhaustedAction): ExhaustedAction {
  return strictness[a] >= strictness[b] ? a : b;
}

/** The rule with the strictest action, the first of equals; null of none. */
export function strictest(rules: readonly BudgetRule[]): BudgetRule | null {
  return rules.reduce<BudgetRule | null>(
    (most, rule) => (most && strictness[most.onExhausted] >= strictness[rule.onExhausted] ? most : rule),
    null,
  );
}
