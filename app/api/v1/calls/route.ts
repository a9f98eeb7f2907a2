import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { listCalls } from "#lib/spend/read.ts";
import { CallList } from "#lib/spend/schema.ts";

const query = z.object({ box: z.string().optional() });

export const GET = route({ response: CallList, permission: "spend.read", query }, ({ ctx, query: { box } }) =>
  listCalls(ctx, box),
);
