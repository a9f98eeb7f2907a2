import "server-only";
import { type Ctx, requirePermission } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { catalogTargets } from "../../prices/catalog.ts";
import { unknownAbilities } from "../../protocol/config.ts";
import { type Connection, readConnections } from "../../providers/read.ts";
import { readRoutesOf } from "../../providers/uses.ts";
import { addDays, daysBetween, earlierDay } from "../days.ts";
import { readLabels } from "../labels.ts";
import { type Totals, tokensOfRow } from "../series.ts";
import { type Spend, withSpend } from "../source.ts";
import { sumsSql } from "../tokens-sql.ts";
import { sourceKey } from "./plan.ts";
import { readSample, type Sample } from "./read-sample.ts";
import type { WhatIf, WhatIfQuery, WhatIfSource, WhatIfTarget } from "./schema.ts";
import { suggest } from "./suggest.ts";

const mostSources = 500;

/** What was used and what it cost by model, where it could go instead, and where it would be cheapest. */
export async function getWhatIf(ctx: Ctx, { days, zone }: WhatIfQuery): Promise<WhatIf> {
  requirePermission(ctx, "spend.read");
  const orgId = ctx.org.id;
  return withSpend(ctx, zone, async (spend) => {
    const end = spend.today;
    const firstDay = await firstDayOf(spend, orgId, addDays(end, -days));
    const rows = await readUsage(spend, firstDay, end);
    const providers = await readConnections(spend.tx, orgId);
    const sample = await readSample(spend.tx, orgId);
    const routes = await readRoutes(spend.tx, orgId, providers);
    const gone = rows.map(({ connection_id }) => connection_id).filter((id) => !providers.some((one) => one.id === id));
    const names = await readLabels(spend.tx, orgId, { group: "provider", keys: [...new Set(gone)] });
    const sources = rows.slice(0, mostSources).map((row) => sourceOf(row, { providers, names, sample, routes }));
    const targets = targetsOf(providers);
    const nowMs = Date.now();
    const span = daysBetween(firstDay, end);
    return {
      timezone: spend.zone,
      firstDay,
      lastDay: addDays(end, -1),
      days: span,
      sampledCalls: sample.calls,
      sources,
      sourceCount: rows.length,
      targets,
      suggestions: suggest(sources, targets, { days: span, nowMs }),
    };
  });
}

/** A month of an organization of four days is not a seventh of what it was in four days. */
async function firstDayOf({ tx, zone, today }: Spend, orgId: string, asked: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ day: string | null }[]>`
    select (min(hour) at time zone ${zone})::date::text as day from usage_rollup where org_id = ${orgId}`;
  const yesterday = addDays(today, -1);
  const begun = row?.day ?? asked;
  return begun <= asked ? asked : earlierDay(begun, yesterday);
}

type UsageRow = Totals & { connection_id: string; model: string };

function readUsage({ tx, days }: Spend, from: string, to: string): Promise<UsageRow[]> {
  return tx.$queryRaw<UsageRow[]>`
    select connection_id, model, ${sumsSql("d")}
    from (${days(from, to, ["connection_id", "model"])}) d
    where connection_id <> '' and model <> ''
    group by 1, 2 having sum(d.cost_nanos) > 0
    order by sum(d.cost_nanos) desc, connection_id, model`;
}

function sourceOf(
  row: UsageRow,
  {
    providers,
    names,
    sample,
    routes,
  }: {
    providers: readonly Connection[];
    names: ReadonlyMap<string, string>;
    sample: Sample;
    routes: ReadonlyMap<string, WhatIfSource["routes"]>;
  },
): WhatIfSource {
  const { connection_id: connectionId, model } = row;
  const provider = providers.find(({ id }) => id === connectionId);
  const known = provider?.models.find(({ id }) => id === model);
  const key = sourceKey({ connectionId, model });
  return {
    connectionId,
    connectionName: provider?.name ?? names.get(connectionId) ?? connectionId,
    model,
    basedOn: known?.basedOn ?? null,
    contextTokens: known?.contextTokens ?? null,
    maxOutputTokens: known?.maxOutputTokens ?? null,
    abilities: known?.abilities ?? unknownAbilities,
    requests: Number(row.requests),
    errors: Number(row.errors),
    tokens: tokensOfRow(row),
    webSearches: Number(row.web_searches),
    costNanos: row.cost_nanos,
    routes: routes.get(key) ?? [],
    sample: sample.bySource.get(key) ?? null,
  };
}

/** Which routes name a model of a provider, by sourceKey. */
async function readRoutes(
  tx: Tx,
  orgId: string,
  providers: readonly Connection[],
): Promise<Map<string, WhatIfSource["routes"]>> {
  const found = new Map<string, WhatIfSource["routes"]>();
  for (const { id: connectionId } of providers) {
    for (const { alias, layer, layerName, models } of await readRoutesOf(tx, orgId, connectionId)) {
      for (const model of models) {
        const key = sourceKey({ connectionId, model });
        found.set(key, [...(found.get(key) ?? []), { alias, layer, layerName }]);
      }
    }
  }
  return found;
}

/** Every model of the connected providers, then those of the book that none of them has. */
function targetsOf(providers: readonly Connection[]): WhatIfTarget[] {
  const connected = providers.flatMap(({ id, name, kind, channel, models }) =>
    models.map((model) => ({
      connectionId: id,
      name,
      kind,
      channel,
      model: model.id,
      basedOn: model.basedOn,
      contextTokens: model.contextTokens,
      maxOutputTokens: model.maxOutputTokens,
      abilities: model.abilities,
      listPrices: model.listPrices,
      discountBasisPoints: model.discountBasisPoints,
    })),
  );
  const known = new Set(connected.map(({ kind, model, basedOn }) => `${kind}/${basedOn ?? model}`));
  const listed = catalogTargets()
    .filter(({ kind, model }) => !known.has(`${kind}/${model.id}`))
    .map(({ kind, name, model }) => ({
      connectionId: null,
      name,
      kind,
      channel: "direct" as const,
      model: model.id,
      basedOn: null,
      contextTokens: model.contextTokens,
      maxOutputTokens: model.maxOutputTokens,
      abilities: model.abilities,
      listPrices: model.listPrices,
      discountBasisPoints: 0,
    }));
  return [...connected, ...listed];
}
