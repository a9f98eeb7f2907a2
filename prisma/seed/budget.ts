import type { z } from "zod";
import type { CreateBudget } from "#lib/budgets/schema.ts";

type Input = z.output<typeof CreateBudget>;

/** What the API makes of a budget that names only the most necessary: hard, for everything, by the month. */
export function budgetInput(given: Partial<Input> & Pick<Input, "capNanos">): Input {
  return {
    name: "Budget",
    connectionId: null,
    providerKind: null,
    channel: null,
    modelFamily: null,
    boxId: null,
    tag: null,
    agent: null,
    period: "month",
    weekStart: 1,
    isSoft: false,
    onExhausted: "deny",
    thresholds: [50, 80, 100],
    alertsForecast: true,
    notes: "",
    ...given,
  };
}
