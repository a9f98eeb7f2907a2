import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { catalogModel } from "../prices/catalog.ts";
import { recordPrices } from "../prices/record.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { storeProviderKey } from "./key-store.ts";
import { modelsJson } from "./models.ts";
import { probe, refusal } from "./probe.ts";
import { readProvider } from "./read.ts";
import type { ConnectProvider, Provider } from "./schema.ts";

/** Calls the provider with the key first: a key that does not work is not stored. */
export async function connectProvider(ctx: Ctx, input: z.output<typeof ConnectProvider>): Promise<Provider> {
  requirePermission(ctx, "providers.write");
  const endpoint = resolveEndpoint(input.endpoint, input.channel);
  const found = await probe(endpoint);
  if (!found.isOk && found.code !== "unexpected_answer") {
    throw refusal(found);
  }
  // Of Azure, a person named the deployments; the list only shows that the key opens the resource.
  const listed = found.isOk
    ? found.models
    : endpoint.deployments.map(({ id, basedOn }) => catalogModel(endpoint, id, basedOn));
  const models = pickModels(listed, input.modelIds, (id) => catalogModel(endpoint, id));
  // What a local server serves, the boxes find out.
  if (models.length === 0 && endpoint.kind !== "local") {
    throw new AppError("invalid_input", "modelIds: the provider lists no models; name at least one", [
      { name: "modelIds", reason: "the provider lists no models; name at least one" },
    ]);
  }
  const id = newId("connection");
  await withOrg(ctx, async (tx) => {
    const { kind, baseUrl, channel, apiKey, apiVersion } = endpoint;
    await tx.providerConnection.create({
      data: {
        id,
        orgId: ctx.org.id,
        name: input.name,
        kind,
        baseUrl,
        channel,
        apiVersion,
        models: modelsJson(models),
        keyLast4: apiKey.slice(-4),
      },
    });
    await storeProviderKey(tx, { orgId: ctx.org.id, connectionId: id, version: 1 }, apiKey);
    await bumpConfigRevision(tx, ctx);
    const after = { models, discounts: [] };
    await recordPrices(tx, ctx, "connect", [{ id, name: input.name, before: null, after }]);
    await notifyOrg(tx, ctx, "providers");
    const facts = { name: input.name, kind, baseUrl, channel, models: models.map((model) => model.id) };
    await appendAudit(tx, ctx, { action: "providers.connect", targetId: id, after: facts });
  });
  return readProvider(ctx, id);
}

function pickModels(
  listed: StoredModel[],
  wanted: string[] | undefined,
  unlisted: (id: string) => StoredModel,
): StoredModel[] {
  if (wanted === undefined) return listed;
  return [...new Set(wanted)].map((id) => listed.find((model) => model.id === id) ?? unlisted(id));
}
