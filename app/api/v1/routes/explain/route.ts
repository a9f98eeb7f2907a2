import { route } from "#lib/api/route.ts";
import { explainRoute } from "#lib/configs/explain-route.ts";
import { ExplainRoute } from "#lib/configs/schema.ts";
import { RouteExplanation } from "#lib/routing/explain.ts";

export const POST = route(
  { response: RouteExplanation, permission: "configs.read", body: ExplainRoute },
  ({ ctx, body }) => explainRoute(ctx, body),
);
