import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { notFound } from "../errors.ts";
import { withSpend } from "../spend/source.ts";
import { readProviders } from "./read.ts";
import type { ProviderDetail } from "./schema.ts";
import { readRoutesOf, readServersOf } from "./uses.ts";

/** A provider with who uses it. Budgets of every provider are not named: they go on without this one. */
export async function getProvider(ctx: Ctx, providerId: string): Promise<ProviderDetail> {
  requirePermission(ctx, "providers.read");
  const orgId = ctx.org.id;
  return withSpend(ctx, undefined, async (spend) => {
    const { tx } = spend;
    const [provider] = await readProviders(spend, orgId, providerId);
    if (!provider) throw notFound("provider");
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
