import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { storedEndpoint } from "./endpoint.ts";
import { openProviderKey } from "./key-store.ts";
import { probe, shownProbe } from "./probe.ts";
import type { ProbeResult } from "./schema.ts";

/** A live call with the key that is stored. */
export async function probeStoredProvider(ctx: Ctx, providerId: string): Promise<ProbeResult> {
  requirePermission(ctx, "providers.write");
  const endpoint = await withOrg(ctx, async (tx) => {
    const row = await tx.providerConnection.findFirst({
      where: { orgId: ctx.org.id, id: providerId, deletedAt: null },
      include: { keys: { orderBy: { version: "desc" }, take: 1 } },
    });
    const key = row?.keys[0];
    if (!row || !key) throw notFound("provider");
    return storedEndpoint(row, await openProviderKey(tx, key));
  });
  return shownProbe(await probe(endpoint));
}
