import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { disconnectProvider } from "#lib/providers/disconnect.ts";
import { getProvider } from "#lib/providers/read-detail.ts";
import { ProviderDetail } from "#lib/providers/schema.ts";

const params = z.object({ provider: z.string() });

export const GET = route(
  { response: ProviderDetail, permission: "providers.read", params },
  ({ ctx, params: { provider } }) => getProvider(ctx, provider),
);

export const DELETE = route(
  { response: z.null(), permission: "providers.write", params },
  ({ ctx, params: { provider } }) => disconnectProvider(ctx, provider),
);
