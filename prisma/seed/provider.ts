import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { catalogModel } from "#lib/prices/catalog.ts";
import { storeProviderKey } from "#lib/providers/key-store.ts";
import { modelsJson } from "#lib/providers/models.ts";

export const practiceModels = ["practice-small", "practice-large", "practice-reasoner"] as const;

/** A practice connection as `connectProvider` would leave it, without calling anything. */
export async function seedProvider(
  org: Ctx["org"],
  { name = "Practice", apiKey = "practice-seed" } = {},
): Promise<string> {
  const id = newId("connection");
  const baseUrl = "http://127.0.0.1:9/v1";
  const models = practiceModels.map((model) => catalogModel({ kind: "practice", baseUrl }, model));
  await withSystem(async (tx) => {
    await tx.providerConnection.create({
      data: {
        id,
        orgId: org.id,
        name,
        kind: "practice",
        baseUrl,
        channel: "local",
        models: modelsJson(models),
        keyLast4: apiKey.slice(-4),
      },
    });
    await storeProviderKey(tx, { orgId: org.id, connectionId: id, version: 1 }, apiKey);
  });
  return id;
}
