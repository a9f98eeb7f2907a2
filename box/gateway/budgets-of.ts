import { type BudgetRule, isUnderBudget } from "../../lib/protocol/budget.ts";
import type { LocalKeyRule } from "../../lib/protocol/config.ts";
import { maxBudgetsPerCall } from "../../lib/protocol/usage.ts";
import { GatewayError } from "./gateway-error.ts";
import type { CallOverrides } from "./overrides.ts";
import type { ResolvedTarget } from "./resolve-route.ts";

/** Whose call it is: what its key says, or else what it says itself; null: nobody's. */
export function agentOf(call: { caller: Pick<LocalKeyRule, "agent">; overrides: Pick<CallOverrides, "agent"> }) {
  return call.caller.agent ?? call.overrides.agent;
}

/**
 * Every budget that an attempt falls under, hard and soft. Throws GatewayError 402 when there are more than an event can
 * name: the console could not read it, and the money would be counted nowhere.
 */
export function budgetsOf(rules: readonly BudgetRule[], target: ResolvedTarget, agent: string | null): BudgetRule[] {
  const found = rules.filter((rule) => isUnderBudget(rule, { ...target, agent }));
  const hard = found.filter(({ isSoft }) => !isSoft).length;
  const most = Math.max(hard, found.length - hard);
  if (most <= maxBudgetsPerCall) return found;
  const message = `This call falls under ${most} budgets of a kind; a call may fall under ${maxBudgetsPerCall} at most.`;
  throw new GatewayError(402, "too_many_budgets", message, { headers: { "x-should-retry": "false" } });
}
