import type { Budget } from "#lib/budgets/schema.ts";
import { usedShare, warnShare } from "./parts.ts";

export const scopeFilters = ["org", "connection", "provider", "channel", "model", "box", "group", "agent"] as const;
export type ScopeFilter = (typeof scopeFilters)[number];
export const stateFilters = ["over", "near", "paused", "soft", "raised", "presumed"] as const;
export type StateFilter = (typeof stateFilters)[number];

type Listed = Pick<Budget, "name" | "scope" | "account" | "isSoft" | "pausedAt" | "raise">;

const scopeIs: Record<ScopeFilter, (scope: Budget["scope"]) => boolean> = {
  // Whatever is paid for and whoever spends.
  org: (scope) => Object.values(scope).every((value) => value === null),
  connection: ({ connectionId }) => connectionId !== null,
  provider: ({ providerKind }) => providerKind !== null,
  channel: ({ channel }) => channel !== null,
  model: ({ modelFamily }) => modelFamily !== null,
  box: ({ boxId }) => boxId !== null,
  group: ({ tag }) => tag !== null,
  agent: ({ agent }) => agent !== null,
};

const stateIs: Record<StateFilter, (budget: Listed) => boolean> = {
  over: (budget) => usedShare(budget) >= 1 || budget.account.overCommittedNanos > 0n,
  near: (budget) => usedShare(budget) >= warnShare,
  paused: ({ pausedAt }) => pausedAt !== null,
  soft: ({ isSoft }) => isSoft,
  raised: ({ raise }) => raise !== null,
  presumed: ({ account }) => account.presumedNanos > 0n,
};

export interface ListFilter {
  scope: ScopeFilter | null;
  state: StateFilter | null;
}

/** What the filter lets through, the fullest first; equally full ones by name. */
export function viewBudgets<One extends Listed>(budgets: readonly One[], { scope, state }: ListFilter): One[] {
  return budgets
    .filter((budget) => (scope === null || scopeIs[scope](budget.scope)) && (state === null || stateIs[state](budget)))
    .toSorted((a, b) => usedShare(b) - usedShare(a) || a.name.localeCompare(b.name));
}
