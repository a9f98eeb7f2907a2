import type { BookLine } from "#lib/prices/schema.ts";
import type { PriceParams } from "./search-params.ts";

/** The lines of the book that match all that is asked for. */
export function filterLines(
  lines: readonly BookLine[],
  { search, provider, source }: Pick<PriceParams, "search" | "provider" | "source">,
): BookLine[] {
  const words = search.trim().toLowerCase().split(/\s+/);
  return lines.filter((line) => {
    const text = `${line.id} ${line.basedOn ?? ""} ${line.connectionName}`.toLowerCase();
    const isPriced = line.prices.length > 0;
    return (
      words.every((word) => text.includes(word)) &&
      (provider === null || line.connectionId === provider) &&
      (source === "all" || (source === "unpriced" ? !isPriced : isPriced && line.priceSource === source))
    );
  });
}
