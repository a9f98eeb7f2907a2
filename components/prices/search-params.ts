import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const priceViews = ["now", "changes"] as const;
export const priceFilters = ["all", "unpriced", "manual", "book"] as const;

/** The view is the address: which half of the page, what the book is filtered by, and which versions are compared. */
export const priceParsers = {
  view: parseAsStringLiteral(priceViews).withDefault("now"),
  search: parseAsString.withDefault(""),
  provider: parseAsString,
  source: parseAsStringLiteral(priceFilters).withDefault("all"),
  from: parseAsInteger,
  to: parseAsInteger,
};
export type PriceParams = inferParserType<typeof priceParsers>;

export const loadPriceParams = createLoader(priceParsers);

/** The two versions to compare: as chosen, else the newest against the one before. */
export function comparedOf(
  { from, to }: Pick<PriceParams, "from" | "to">,
  newest: number,
): { from: number; to: number } {
  const known = (version: number | null) => (version !== null && version >= 0 && version <= newest ? version : null);
  const second = known(to) ?? newest;
  return { from: known(from) ?? Math.max(0, second - 1), to: second };
}
