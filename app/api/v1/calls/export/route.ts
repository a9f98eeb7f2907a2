import { route } from "#lib/api/route.ts";
import { exportCalls } from "#lib/calls/export.ts";
import { CallFilter } from "#lib/calls/schema.ts";

export const GET = route({ permission: "spend.read", query: CallFilter }, ({ ctx, query }) => exportCalls(ctx, query));
