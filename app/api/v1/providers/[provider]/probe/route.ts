import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { probeStoredProvider } from "#lib/providers/probe-stored.ts";
import { ProbeResult } from "#lib/providers/schema.ts";

const params = z.object({ provider: z.string() });

export const POST = route(
  { response: ProbeResult, permission: "providers.write", params },
  ({ ctx, params: { provider } }) => probeStoredProvider(ctx, provider),
);
