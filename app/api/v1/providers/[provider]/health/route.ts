import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getProviderHealth } from "#lib/providers/health.ts";
import { HealthQuery, ProviderHealth } from "#lib/providers/health-schema.ts";

const params = z.object({ provider: z.string() });

export const GET = route(
  { response: ProviderHealth, permission: "providers.read", params, query: HealthQuery },
  ({ ctx, params: { provider }, query: { range } }) => getProviderHealth(ctx, provider, range),
);
