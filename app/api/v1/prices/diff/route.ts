import { route } from "#lib/api/route.ts";
import { getPriceDiff } from "#lib/prices/read-versions.ts";
import { PriceDiff, PriceDiffQuery } from "#lib/prices/schema.ts";

export const GET = route(
  { response: PriceDiff, permission: "providers.read", query: PriceDiffQuery },
  ({ ctx, query }) => getPriceDiff(ctx, query),
);
