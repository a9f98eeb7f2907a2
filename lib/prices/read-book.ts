import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { readConnections } from "../providers/read.ts";
import { bookEdition } from "./catalog.ts";
import { newestVersion } from "./read-versions.ts";
import type { PriceBook } from "./schema.ts";

/** Every model of every provider, in the order in which the providers were connected. */
export async function getPriceBook(ctx: Ctx): Promise<PriceBook> {
  requirePermission(ctx, "providers.read");
  return withOrg(ctx, async (tx) => {
    const providers = await readConnections(tx, ctx.org.id);
    const items = providers.flatMap(({ id, name, kind, models }) =>
      models.map((model) => ({ ...model, connectionId: id, connectionName: name, kind })),
    );
    return { version: await newestVersion(tx, ctx.org.id), edition: bookEdition, items };
  });
}
