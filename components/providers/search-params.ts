import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { healthRanges } from "#lib/providers/health-schema.ts";

/** Of a provider's page: how far back its health looks, and which models are shown. */
export const providerParsers = {
  range: parseAsStringLiteral(healthRanges).withDefault("24h"),
  search: parseAsString.withDefault(""),
};

export const loadProviderParams = createLoader(providerParsers);
