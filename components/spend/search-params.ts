import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { spendGroups, spendRanges } from "#lib/spend/schema.ts";

/** The view is the address: the server reads it for the first paint, the controls write it. */
export const spendParsers = {
  range: parseAsStringLiteral(spendRanges).withDefault("24h"),
  groupBy: parseAsStringLiteral(spendGroups).withDefault("model"),
};

export const loadSpendParams = createLoader(spendParsers);
