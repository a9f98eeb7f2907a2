import { route } from "#lib/api/route.ts";
import { getRouteOverview } from "#lib/configs/read-routes.ts";
import { RouteOverview } from "#lib/configs/schema.ts";

export const GET = route({ response: RouteOverview, permission: "configs.read" }, ({ ctx }) => getRouteOverview(ctx));
