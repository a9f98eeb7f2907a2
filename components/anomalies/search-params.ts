import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { anomalyStates } from "#lib/spend/anomaly-choices.ts";

export const shownStates = [...anomalyStates, "all"] as const;

/** The view is the address: which ones are listed, and the one whose days are open. */
export const anomalyParsers = {
  state: parseAsStringLiteral(shownStates).withDefault("open"),
  open: parseAsString,
};

export const loadAnomalyParams = createLoader(anomalyParsers);

/** As the API takes it: nothing for all of them. */
export function stateOf(shown: (typeof shownStates)[number]) {
  return shown === "all" ? undefined : shown;
}
