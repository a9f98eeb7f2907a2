import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { probeStoredProvider } from "#lib/providers/probe-stored.ts";

const params = z.object({ provider: z.string() });

export const POST = route({ permission: "providers.write", params }, ({ ctx, params: { provider } }) =>
  probeStoredProvider(ctx, provider),
);
