import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import { notFound } from "../errors.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { readDiscovered } from "./discovered.ts";
import { shownModel, storedModels } from "./models.ts";
import type { Provider } from "./schema.ts";

export async function readProviders(tx: Tx, orgId: string, providerId?: string): Promise<Provider[]> {
  const rows = await tx.providerConnection.findMany({
    where: { orgId, deletedAt: null, ...(providerId === undefined ? {} : { id: providerId }) },
    orderBy: { createdAt: "asc" },
  });
  const spend = await tx.usageRollup.groupBy({
    by: ["connectionId"],
    where: { orgId, hour: { gt: new Date(Date.now() - 30 * 24 * 3_600_000) } },
    _sum: { costNanos: true },
  });
  const spendOf = new Map(spend.map((row) => [row.connectionId, row._sum.costNanos ?? 0n]));
  const attempts = await tx.usageRollup.groupBy({
    by: ["connectionId"],
    where: { orgId, hour: { gt: new Date(Date.now() - 25 * 3_600_000) } },
    _sum: { requests: true, errors: true },
  });
  const attemptsOf = new Map(attempts.map((row) => [row.connectionId, row._sum]));
  const found = await readDiscovered(tx, orgId, rows);
  const discountsOf = await readDiscounts(tx, orgId, providerId);
  const nowMs = Date.now();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: ProviderKind.parse(row.kind),
    baseUrl: row.baseUrl,
    channel: row.channel,
    keyLast4: row.keyLast4,
    keyVersion: row.keyVersion,
    apiVersion: row.apiVersion,
    discounts: discountsOf(row.id),
    models: [
      ...storedModels(row.models).map((model) => shownModel(model, discountsOf(row.id), { nowMs })),
      ...(found.get(row.id) ?? []).map((model) =>
        shownModel(model, discountsOf(row.id), { nowMs, isDiscovered: true }),
      ),
    ],
    createdAt: row.createdAt.toISOString(),
    spend30dNanos: spendOf.get(row.id) ?? 0n,
    requests24h: Number(attemptsOf.get(row.id)?.requests ?? 0n),
    errors24h: Number(attemptsOf.get(row.id)?.errors ?? 0n),
  }));
}

export async function listProviders(ctx: Ctx): Promise<{ items: z.output<typeof Provider>[] }> {
  requirePermission(ctx, "providers.read");
  return { items: await withOrg(ctx, (tx) => readProviders(tx, ctx.org.id)) };
}

/** The provider as a mutation left it, in the same transaction. */
export async function readProvider(tx: Tx, orgId: string, providerId: string): Promise<Provider> {
  const [provider] = await readProviders(tx, orgId, providerId);
  if (!provider) throw notFound("provider");
  return provider;
}
