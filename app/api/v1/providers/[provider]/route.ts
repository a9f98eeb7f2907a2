import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { disconnectProvider } from "#lib/providers/disconnect.ts";

const params = z.object({ provider: z.string() });

export const DELETE = route(
  { response: z.null(), permission: "providers.write", params },
  ({ ctx, params: { provider } }) => disconnectProvider(ctx, provider),
);
