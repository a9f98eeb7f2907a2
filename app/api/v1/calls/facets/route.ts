import { route } from "#lib/api/route.ts";
import { listCallFacets } from "#lib/calls/facets.ts";
import { CallFacets, CallFilter } from "#lib/calls/schema.ts";

export const GET = route({ response: CallFacets, permission: "spend.read", query: CallFilter }, ({ ctx, query }) =>
  listCallFacets(ctx, query),
);
