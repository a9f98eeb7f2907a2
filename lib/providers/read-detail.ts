import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { readProvider } from "./read.ts";
import type { ProviderDetail } from "./schema.ts";
import { readRoutesOf, readServersOf } from "./uses.ts";

/** A provider with who uses it. Budgets of every provider are not named: they go on without this one. */
export async function getProvider(ctx: Ctx, providerId: string): Promise<ProviderDetail> {
  requirePermission(ctx, "providers.read");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const provider = await readProvider(tx, orgId, providerId);
    const budgets = await tx.budget.findMany({
      where: { orgId, connectionId: providerId, deletedAt: null },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    return {
      ...provider,
      routes: await readRoutesOf(tx, orgId, providerId),
      budgets,
      servers: provider.kind === "local" ? await readServersOf(tx, orgId, providerId) : [],
    };
  });
}
