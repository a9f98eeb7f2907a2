import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { storedEndpoint } from "./endpoint.ts";
import { storeProviderKey } from "./key-store.ts";
import { probe, refusal } from "./probe.ts";
import { readProvider } from "./read.ts";
import type { Provider } from "./schema.ts";

/** The new key must work before it replaces the old one; boxes get it with the next document. */
export async function replaceProviderKey(ctx: Ctx, providerId: string, apiKey: string): Promise<Provider> {
  requirePermission(ctx, "providers.write");
  requireRecentSignIn(ctx);
  const where = { orgId: ctx.org.id, id: providerId, deletedAt: null };
  const row = await withOrg(ctx, (tx) => tx.providerConnection.findFirst({ where }));
  if (!row) throw notFound("provider");
  const found = await probe(storedEndpoint(row, apiKey));
  if (!found.isOk && found.code !== "unexpected_answer") throw refusal(found);
  await withOrg(ctx, async (tx) => {
    const [updated] = await tx.providerConnection.updateManyAndReturn({
      where,
      data: { keyVersion: { increment: 1 }, keyLast4: apiKey.slice(-4) },
    });
    if (!updated) throw notFound("provider");
    const version = updated.keyVersion;
    await storeProviderKey(tx, { orgId: ctx.org.id, connectionId: providerId, version }, apiKey);
    await bumpConfigRevision(tx, ctx);
    await notifyOrg(tx, ctx, "providers");
    await appendAudit(tx, ctx, {
      action: "providers.replace_key",
      targetId: providerId,
      after: { keyVersion: version },
    });
  });
  return readProvider(ctx, providerId);
}
