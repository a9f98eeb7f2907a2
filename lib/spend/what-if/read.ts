import "server-only";
import { type Ctx, requirePermission } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { catalogTargets } from "../../prices/catalog.ts";
import { unknownAbilities } from "../../protocol/config.ts";
import { readProviders } from "../../providers/read.ts";
import type { Provider } from "../../providers/schema.ts";
import { readRoutesOf } from "../../providers/uses.ts";
import { addDays } from "../days.ts";
import { readLabels } from "../labels.ts";
import { type Spend, withSpend } from "../source.ts";
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
    const providers = await readProviders(spend.tx, orgId);
    const sample = await readSample(spend.tx, orgId);
    const routes = await readRoutes(spend.tx, orgId, providers);
    const gone = rows.map(({ connection_id }) => connection_id).filter((id) => !providers.some((one) => one.id === id));
    const names = await readLabels(spend.tx, orgId, { group: "provider", keys: [...new Set(gone)] });
    const sources = rows.slice(0, mostSources).map((row) => sourceOf(row, { providers, names, sample, routes }));
    const targets = targetsOf(providers);
    const nowMs = Date.now();
    const span = Math.round((Date.parse(end) - Date.parse(firstDay)) / 86_400_000);
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
  if (begun <= asked) return asked;
  return [begun, yesterday].toSorted()[0] ?? asked;
}

const buckets = {
  input: "input_tokens",
  cacheRead: "cache_read_tokens",
  cacheWrite5m: "cache_write_5m_tokens",
  cacheWrite1h: "cache_write_1h_tokens",
  audioInput: "audio_input_tokens",
  output: "output_tokens",
  reasoning: "reasoning_tokens",
  audioOutput: "audio_output_tokens",
  imageOutput: "image_output_tokens",
} as const;
type UsageRow = { connection_id: string; model: string } & Record<
  (typeof buckets)[keyof typeof buckets] | "requests" | "errors" | "web_searches" | "cost_nanos",
  string
>;

function readUsage({ tx, days }: Spend, from: string, to: string): Promise<UsageRow[]> {
  return tx.$queryRaw<UsageRow[]>`
    select connection_id, model, sum(requests)::text as requests, sum(errors)::text as errors,
      sum(input_tokens)::text as input_tokens, sum(cache_read_tokens)::text as cache_read_tokens,
      sum(cache_write_5m_tokens)::text as cache_write_5m_tokens, sum(cache_write_1h_tokens)::text as cache_write_1h_tokens,
      sum(audio_input_tokens)::text as audio_input_tokens, sum(output_tokens)::text as output_tokens,
      sum(reasoning_tokens)::text as reasoning_tokens, sum(audio_output_tokens)::text as audio_output_tokens,
      sum(image_output_tokens)::text as image_output_tokens, sum(web_searches)::text as web_searches,
      sum(cost_nanos)::text as cost_nanos
    from (${days(from, to, ["connection_id", "model"])}) d
    where connection_id <> '' and model <> ''
    group by 1, 2 having sum(cost_nanos) > 0
    order by sum(cost_nanos) desc, connection_id, model`;
}

function sourceOf(
  row: UsageRow,
  {
    providers,
    names,
    sample,
    routes,
  }: {
    providers: readonly Provider[];
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
    tokens: {
      input: Number(row[buckets.input]),
      cacheRead: Number(row[buckets.cacheRead]),
      cacheWrite5m: Number(row[buckets.cacheWrite5m]),
      cacheWrite1h: Number(row[buckets.cacheWrite1h]),
      audioInput: Number(row[buckets.audioInput]),
      output: Number(row[buckets.output]),
      reasoning: Number(row[buckets.reasoning]),
      audioOutput: Number(row[buckets.audioOutput]),
      imageOutput: Number(row[buckets.imageOutput]),
    },
    webSearches: Number(row.web_searches),
    costNanos: BigInt(row.cost_nanos),
    routes: routes.get(key) ?? [],
    sample: sample.bySource.get(key) ?? null,
  };
}

/** Which routes name a model of a provider, by sourceKey. */
async function readRoutes(
  tx: Tx,
  orgId: string,
  providers: readonly Provider[],
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
function targetsOf(providers: readonly Provider[]): WhatIfTarget[] {
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
