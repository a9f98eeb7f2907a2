import { route } from "#lib/api/route.ts";
import { probe, resolveEndpoint } from "#lib/providers/probe.ts";
import { ProbeResult, ProviderEndpoint } from "#lib/providers/schema.ts";

export const POST = route(
  { response: ProbeResult, permission: "providers.write", body: ProviderEndpoint },
  ({ body }) => probe(resolveEndpoint(body, undefined)),
);
