import { route } from "#lib/api/route.ts";
import { getSpend } from "#lib/spend/read.ts";
import { SpendQuery } from "#lib/spend/schema.ts";

export const GET = route({ permission: "spend.read", query: SpendQuery }, ({ ctx, query }) => getSpend(ctx, query));
