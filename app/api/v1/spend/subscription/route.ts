import { route } from "#lib/api/route.ts";
import { Subscription } from "#lib/spend/metrics-schema.ts";
import { setSubscription } from "#lib/spend/set-subscription.ts";

export const PUT = route({ response: Subscription, permission: "orgs.write", body: Subscription }, ({ ctx, body }) =>
  setSubscription(ctx, body),
);
