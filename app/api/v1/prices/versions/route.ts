import { route } from "#lib/api/route.ts";
import { listPriceVersions } from "#lib/prices/read-versions.ts";
import { PriceVersionList } from "#lib/prices/schema.ts";

export const GET = route({ response: PriceVersionList, permission: "providers.read" }, ({ ctx }) =>
  listPriceVersions(ctx),
);
