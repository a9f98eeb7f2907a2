import { route } from "#lib/api/route.ts";
import { connectProvider } from "#lib/providers/connect.ts";
import { listProviders } from "#lib/providers/read.ts";
import { ConnectProvider, Provider, ProviderList } from "#lib/providers/schema.ts";

export const GET = route({ response: ProviderList, permission: "providers.read" }, ({ ctx }) => listProviders(ctx));

export const POST = route(
  { response: Provider, permission: "providers.write", body: ConnectProvider, status: 201 },
  ({ ctx, body }) => connectProvider(ctx, body),
);
