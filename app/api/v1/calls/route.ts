import { route } from "#lib/api/route.ts";
import { listCalls } from "#lib/calls/list.ts";
import { CallPage, CallQuery } from "#lib/calls/schema.ts";

export const GET = route({ response: CallPage, permission: "spend.read", query: CallQuery }, ({ ctx, query }) =>
  listCalls(ctx, query),
);
