import "server-only";
import type { Tx } from "../db/client.ts";

/** What was once found to be a price stays one: the record of prices only grows. Keyed by organization and hash. */
const known = new Set<string>();
const mostKnown = 100_000;

/**
 * Which of these hashes no price of the organization ever had: neither one it offers now nor one in the record of its
 * price book.
 */
export async function findUnknownPrices(
  tx: Tx,
  orgId: string,
  hashes: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const asked = [...hashes].filter((hash) => !known.has(`${orgId} ${hash}`));
  if (asked.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ hash: string }[]>`
    select hash from unnest(${asked}::text[]) as hash
    where exists (
      select from price_change c, jsonb_path_query(jsonb_build_array(c.before, c.after), '$[*][*].price.hash') as h
      where c.org_id = ${orgId} and h #>> '{}' = hash)`;
  if (known.size > mostKnown) known.clear();
  for (const { hash } of rows) known.add(`${orgId} ${hash}`);
  return new Set(asked.filter((hash) => !known.has(`${orgId} ${hash}`)));
}
