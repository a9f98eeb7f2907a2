import { route } from "#lib/api/route.ts";
import { getAllocation } from "#lib/budgets/allocation-read.ts";
import { saveAllocation } from "#lib/budgets/allocation-save.ts";
import { Allocation, AllocationQuery, SaveAllocation } from "#lib/budgets/allocation-schema.ts";

export const GET = route(
  { response: Allocation, permission: "budgets.read", query: AllocationQuery },
  ({ ctx, query }) => getAllocation(ctx, query.period),
);

export const PUT = route({ response: Allocation, permission: "budgets.write", body: SaveAllocation }, ({ ctx, body }) =>
  saveAllocation(ctx, body),
);
