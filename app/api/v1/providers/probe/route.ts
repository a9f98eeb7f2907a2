import { route } from "#lib/api/route.ts";
import { resolveEndpoint } from "#lib/providers/endpoint.ts";
import { probe, shownProbe } from "#lib/providers/probe.ts";
import { ProbeResult, ProviderEndpoint } from "#lib/providers/schema.ts";

export const POST = route(
  { response: ProbeResult, permission: "providers.write", body: ProviderEndpoint },
  async ({ body }) => shownProbe(await probe(resolveEndpoint(body, undefined))),
);
