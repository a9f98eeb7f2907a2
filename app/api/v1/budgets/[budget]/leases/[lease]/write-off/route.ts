import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { WrittenOff } from "#lib/budgets/schema.ts";
import { writeOff } from "#lib/budgets/write-off.ts";

const params = z.object({ budget: z.string(), lease: z.string() });

export const POST = route(
  { response: WrittenOff, permission: "budgets.write", params },
  ({ ctx, params: { budget, lease } }) => writeOff(ctx, budget, lease),
);
