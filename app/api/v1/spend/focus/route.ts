import { route } from "#lib/api/route.ts";
import { exportFocus, FocusQuery } from "#lib/spend/focus/export.ts";

export const GET = route({ permission: "spend.read", query: FocusQuery }, ({ ctx, query }) => exportFocus(ctx, query));
