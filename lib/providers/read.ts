import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import { notFound } from "../errors.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { addDays } from "../spend/days.ts";
import { type Spend, withSpend } from "../spend/source.ts";
import { readDiscovered } from "./discovered.ts";
import { shownModel, storedModels } from "./models.ts";
import type { Provider } from "./schema.ts";

type Use = Pick<Provider, "spend30dNanos" | "requests24h" | "errors24h">;
/** A provider without what was used of it. */
export type Connection = Omit<Provider, keyof Use>;

export async function readConnections(tx: Tx, orgId: string, providerId?: string): Promise<Connection[]> {
  const rows = await tx.providerConnection.findMany({
    where: { orgId, deletedAt: null, ...(providerId === undefined ? {} : { id: providerId }) },
    orderBy: { createdAt: "asc" },
  });
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
  }));
}

const noUse: Use = { spend30dNanos: 0n, requests24h: 0, errors24h: 0 };

/** What was used of each connection of which anything was, by its id. */
async function readUse(spend: Spend): Promise<Map<string, Use>> {
  const { tx, today } = spend;
  const tomorrow = addDays(today, 1);
  const asked = ["connection_id"] as const;
  const costs = await tx.$queryRaw<{ id: string; cost: bigint }[]>`
    select connection_id as id, sum(cost_nanos)::bigint as cost
    from (${spend.days(addDays(today, -29), tomorrow, asked)}) d group by 1`;
  const attempts = await tx.$queryRaw<{ id: string; requests: bigint; errors: bigint }[]>`
    select connection_id as id, sum(requests)::bigint as requests, sum(errors)::bigint as errors
    from (${spend.hours(addDays(today, -2), tomorrow, asked)}) h where hour > now() - interval '25 hours' group by 1`;
  const uses = new Map<string, Use>(costs.map(({ id, cost }) => [id, { ...noUse, spend30dNanos: cost }]));
  for (const { id, requests, errors } of attempts) {
    uses.set(id, { ...(uses.get(id) ?? noUse), requests24h: Number(requests), errors24h: Number(errors) });
  }
  return uses;
}

export async function readProviders(spend: Spend, orgId: string, providerId?: string): Promise<Provider[]> {
  const connections = await readConnections(spend.tx, orgId, providerId);
  const uses = await readUse(spend);
  return connections.map((connection) => ({ ...connection, ...(uses.get(connection.id) ?? noUse) }));
}

export async function listProviders(ctx: Ctx): Promise<{ items: z.output<typeof Provider>[] }> {
  requirePermission(ctx, "providers.read");
  return { items: await withSpend(ctx, undefined, (spend) => readProviders(spend, ctx.org.id)) };
}

/** For whoever was already asked whether they may. */
export function readProvider(ctx: Ctx, providerId: string): Promise<Provider> {
  return withSpend(ctx, undefined, async (spend) => {
    const [provider] = await readProviders(spend, ctx.org.id, providerId);
    if (!provider) throw notFound("provider");
    return provider;
  });
}
