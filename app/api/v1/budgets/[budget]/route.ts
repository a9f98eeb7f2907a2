import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeBudget } from "#lib/budgets/change.ts";
import { deleteBudget } from "#lib/budgets/delete.ts";
import { getBudget } from "#lib/budgets/read.ts";
import { ChangeBudget } from "#lib/budgets/schema.ts";

const params = z.object({ budget: z.string() });

export const GET = route({ permission: "budgets.read", params }, ({ ctx, params: { budget } }) =>
  getBudget(ctx, budget),
);

export const PATCH = route(
  { permission: "budgets.write", params, body: ChangeBudget },
  ({ ctx, params: { budget }, body }) => changeBudget(ctx, budget, body),
);

export const DELETE = route({ permission: "budgets.write", params }, ({ ctx, params: { budget } }) =>
  deleteBudget(ctx, budget),
);
