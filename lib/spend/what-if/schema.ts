import { z } from "zod";
import { Abilities } from "../../protocol/config.ts";
import { PriceSchedule } from "../../protocol/price.ts";
import { ChannelKind, ProviderKind } from "../../protocol/provider-kind.ts";
import { Count, Nanos } from "../../protocol/scalars.ts";
import { Tokens } from "../../protocol/usage.ts";
import { SignedNanos } from "../metrics-schema.ts";
import { Zone } from "../schema.ts";
import { whatIfDays } from "./days.ts";

/** `GET /api/v1/spend/what-if`: about so many complete days of the zone, the last one yesterday. */
export const WhatIfQuery = z.object({
  days: z
    .enum(whatIfDays.map(String) as [string, ...string[]], `one of ${whatIfDays.join(", ")}`)
    .default("28")
    .transform(Number),
  zone: Zone.optional(),
});
export type WhatIfQuery = z.output<typeof WhatIfQuery>;

/** What decides whether a model can take another's calls, as far as anybody knows. */
const ModelFacts = z.object({
  model: z.string(),
  /** Of a deployment: the model behind it. */
  basedOn: z.string().nullable(),
  contextTokens: Count.nullable(),
  maxOutputTokens: Count.nullable(),
  abilities: Abilities,
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/** A route that names the model among its targets. */
export const SourceRoute = z.object({
  alias: z.string(),
  /** `org`, or the id of a box. */
  layer: z.string(),
  layerName: z.string().nullable(),
});

/** A model of a provider that cost something. */
export const WhatIfSource = ModelFacts.extend({
  connectionId: z.string(),
  connectionName: z.string(),
  requests: Count,
  errors: Count,
  tokens: Tokens,
  webSearches: Count,
  /** As metered. */
  costNanos: Nanos,
  routes: z.array(SourceRoute),
  /** Of the newest calls (`sampledCalls`); null when none of them was of this model. */
  sample: z
    .object({
      calls: Count,
      /** Tokens of the largest request, and of it and its answer together. */
      mostInputTokens: Count,
      mostTokens: Count,
      mostOutputTokens: Count,
      /** Which routes the calls named, by what they cost; an empty alias: none. */
      shares: z.array(z.object({ alias: z.string(), costNanos: Nanos, calls: Count })),
    })
    .nullable(),
});
export type WhatIfSource = z.infer<typeof WhatIfSource>;

/** A model that calls could go to: of a connected provider, or of the built-in book's list (`connectionId` null). */
export const WhatIfTarget = ModelFacts.extend({
  connectionId: z.string().nullable(),
  name: z.string(),
  kind: ProviderKind,
  channel: ChannelKind,
  listPrices: PriceSchedule,
  /** What is off the list price now. */
  discountBasisPoints: z.int(),
});
export type WhatIfTarget = z.infer<typeof WhatIfTarget>;

export const caveatCodes = [
  "price_unknown",
  "context_too_small",
  "context_unknown",
  "output_too_small",
  "lacks_tools",
  "lacks_vision",
  "lacks_json",
  "abilities_unknown",
  "media",
  "web_search",
  "other_model",
  "other_tokenizer",
  "tiers",
  "time_of_day",
  "not_connected",
] as const;
/** What to know before calls go there. `isBlocking`: they would fail, or nobody knows the cost. */
export const Caveat = z.object({
  code: z.enum(caveatCodes),
  isBlocking: z.boolean(),
  needs: Count.nullable(),
  holds: Count.nullable(),
});
export type Caveat = z.infer<typeof Caveat>;

export const Suggestion = z.object({
  source: z.object({ connectionId: z.string(), model: z.string() }),
  target: z.object({ connectionId: z.string().nullable(), kind: ProviderKind, model: z.string() }),
  monthlyNanos: Nanos,
  /** Below what it costs now: more than zero. */
  savingNanos: SignedNanos,
  caveats: z.array(Caveat),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const WhatIf = z.object({
  timezone: z.string(),
  /** Both included; of a younger organization the first day is later than asked. */
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  days: z.int(),
  /** How many of the newest calls of the last 28 days `sample` looks at. */
  sampledCalls: z.int(),
  /** Dearest first, at most 500. */
  sources: z.array(WhatIfSource),
  sourceCount: z.int(),
  targets: z.array(WhatIfTarget),
  /** Largest saving first. */
  suggestions: z.array(Suggestion),
});
export type WhatIf = z.infer<typeof WhatIf>;
