import type { Budget } from "#lib/budgets/schema.ts";

/** What happens at the cap and who is told: the part of a budget that is chosen, not typed. */
export type BudgetTerms = Pick<Budget, "isSoft" | "onExhausted" | "thresholds" | "alertsForecast" | "notes">;

export const usualTerms: BudgetTerms = {
  isSoft: false,
  onExhausted: "deny",
  thresholds: [50, 80, 100],
  alertsForecast: true,
  notes: "",
};

/** Percentages to choose from; what a budget has beyond them is kept and shown too. */
const usualThresholds = [25, 50, 75, 80, 90, 95, 100, 120];

export function thresholdChoices(chosen: readonly number[]): number[] {
  return [...new Set([...usualThresholds, ...chosen])].toSorted((a, b) => a - b);
}

/** One more or one less, ascending; more than eight are too many. */
export function toggleThreshold(chosen: readonly number[], percent: number): number[] {
  if (chosen.includes(percent)) return chosen.filter((one) => one !== percent);
  return chosen.length >= 8 ? [...chosen] : [...chosen, percent].toSorted((a, b) => a - b);
}
