import { route } from "#lib/api/route.ts";
import { getSpend } from "#lib/spend/read.ts";
import { SpendQuery, SpendView } from "#lib/spend/schema.ts";

export const GET = route({ response: SpendView, permission: "spend.read", query: SpendQuery }, ({ ctx, query }) =>
  getSpend(ctx, query),
);
