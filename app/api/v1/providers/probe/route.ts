import { route } from "#lib/api/route.ts";
import { probe, resolveEndpoint } from "#lib/providers/probe.ts";
import { ProviderEndpoint } from "#lib/providers/schema.ts";

export const POST = route({ permission: "providers.write", body: ProviderEndpoint }, ({ body }) =>
  probe(resolveEndpoint(body, undefined)),
);
