import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getBurnUp } from "#lib/budgets/burn-up.ts";
import { BurnUp, BurnUpQuery } from "#lib/budgets/schema.ts";

const params = z.object({ budget: z.string() });

export const GET = route(
  { response: BurnUp, permission: "budgets.read", params, query: BurnUpQuery },
  ({ ctx, params: { budget }, query }) => getBurnUp(ctx, budget, query),
);
