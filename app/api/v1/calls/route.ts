import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { listCalls } from "#lib/spend/read.ts";

const query = z.object({ box: z.string().optional() });

export const GET = route({ permission: "spend.read", query }, ({ ctx, query: { box } }) => listCalls(ctx, box));
