import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { AlertFilter, alertKinds } from "#lib/alerts/schema.ts";

/** The view is the address: the server reads it for the first paint, the controls write it. */
export const alertParsers = { kind: parseAsStringLiteral(alertKinds), budget: parseAsString };

export const loadAlertParams = createLoader(alertParsers);

/** What of the address makes sense; a budget that is none filters nothing. */
export function filterOf({ kind, budget }: inferParserType<typeof alertParsers>): AlertFilter {
  const isBudget = budget !== null && AlertFilter.safeParse({ budget }).success;
  return { ...(kind === null ? {} : { kind }), ...(isBudget ? { budget } : {}) };
}
