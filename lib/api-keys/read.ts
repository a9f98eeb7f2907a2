import "server-only";
import { actorMay, type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { apiKeyFields, toApiKey } from "./api-key-row.ts";
import type { ApiKey } from "./schema.ts";

/** One's own, newest first; with `api-keys.manage` everybody's. */
export async function listApiKeys(ctx: Ctx): Promise<{ items: ApiKey[] }> {
  requirePermission(ctx, "api-keys.read");
  const mine = actorMay(ctx.actor, "api-keys.manage") ? {} : { createdById: personBehind(ctx.actor) ?? "" };
  return withOrg(ctx, async (tx) => {
    const rows = await tx.apiKey.findMany({
      where: { orgId: ctx.org.id, ...mine },
      select: apiKeyFields,
      orderBy: { createdAt: "desc" },
    });
    const people = await tx.user.findMany({
      where: { id: { in: rows.map((row) => row.createdById) } },
      select: { id: true, name: true },
    });
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return { items: rows.map((row) => toApiKey(row, names.get(row.createdById) ?? null)) };
  });
}
