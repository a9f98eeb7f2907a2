import { z } from "zod";
import { PriceDiscount } from "../discounts/schema.ts";
import { priceSources } from "../prices/stored-model.ts";
import { Discovered } from "../protocol/channel.ts";
import { ProviderModel } from "../protocol/config.ts";
import { PriceSchedule } from "../protocol/price.ts";
import { ChannelKind, ProviderKind } from "../protocol/provider-kind.ts";
import { Count, Nanos } from "../protocol/scalars.ts";

/** A model with what is charged for it now (`prices`, after the discount) and the list prices it comes from. */
export const OfferedModel = ProviderModel.extend({
  listPrices: PriceSchedule,
  priceSource: z.enum(priceSources),
  /** Hundredths of a percent that are off the list prices now. */
  discountBasisPoints: z.int(),
  /** Found on a local server by a box, and entered by nobody. */
  isDiscovered: z.boolean(),
});
export type OfferedModel = z.infer<typeof OfferedModel>;

/** A connected provider. The key itself is never shown again. */
export const Provider = z.object({
  id: z.string(),
  name: z.string(),
  kind: ProviderKind,
  baseUrl: z.string(),
  channel: ChannelKind,
  apiVersion: z.string().nullable(),
  /** Those in force, planned and over, in the order in which they begin. */
  discounts: z.array(PriceDiscount),
  keyLast4: z.string(),
  keyVersion: z.int(),
  /** Of kind `local`: also those that boxes found. */
  models: z.array(OfferedModel),
  createdAt: z.iso.datetime(),
  /** Of today and the 29 days before, in the organization's zone. */
  spend30dNanos: Nanos,
  /** Attempts of the last 24 full hours and the running one, and those that failed or were cancelled. */
  requests24h: Count,
  errors24h: Count,
});
export type Provider = z.infer<typeof Provider>;
export const ProviderList = z.object({ items: z.array(Provider) });

/** A model server that a box found at the address of a connection of kind `local`. */
export const LocalServer = z.object({
  boxId: z.string(),
  boxName: z.string(),
  server: Discovered.shape.server,
  models: Discovered.shape.models,
});
export type LocalServer = z.infer<typeof LocalServer>;

/** A route whose targets name the provider, in the layer that says so. */
export const ProviderRoute = z.object({
  alias: z.string(),
  /** `org`, or the id of a box or group. */
  layer: z.string(),
  /** Null for the organization. */
  layerName: z.string().nullable(),
  models: z.array(z.string()),
  /** No other provider is among its targets. */
  isOnly: z.boolean(),
});
export type ProviderRoute = z.infer<typeof ProviderRoute>;

/** `GET /api/v1/providers/{id}`: with who uses it, which is what breaks without it. */
export const ProviderDetail = Provider.extend({
  routes: z.array(ProviderRoute),
  budgets: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of kind `local`. */
  servers: z.array(LocalServer),
});
export type ProviderDetail = z.infer<typeof ProviderDetail>;

export const ApiKeyText = z.string().trim().min(1, "paste the provider's API key").max(512);
export const BaseUrl = z
  .url({ protocol: /^https?$/, error: "an http or https address, for example https://api.openai.com/v1" })
  .transform((text) => text.replace(/\/+$/, ""));
export const ApiVersion = z
  .string()
  .trim()
  .regex(/^(v1|preview|\d{4}-\d{2}-\d{2}(-preview)?)$/, "a date such as 2024-10-21, or v1");

/** A deployment of Azure OpenAI and the model behind it, whose price it has. */
export const Deployment = z.object({
  id: z.string().trim().min(1).max(128),
  basedOn: z.string().trim().min(1).max(128),
});
export type Deployment = z.infer<typeof Deployment>;

/** What decides whether a key opens a provider. The practice provider needs neither address nor key. */
export const ProviderEndpoint = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("practice") }),
  z.object({ kind: z.literal("openai"), apiKey: ApiKeyText }),
  z.object({ kind: z.literal("openai_compatible"), baseUrl: BaseUrl, apiKey: ApiKeyText }),
  z.object({
    kind: z.literal("azure_openai"),
    /** The resource, for example https://acme.openai.azure.com */
    baseUrl: BaseUrl,
    apiKey: ApiKeyText,
    apiVersion: ApiVersion,
    deployments: z.array(Deployment).min(1).max(200),
  }),
  z.object({ kind: z.literal("anthropic"), baseUrl: BaseUrl.optional(), apiKey: ApiKeyText }),
  z.object({ kind: z.literal("gemini"), baseUrl: BaseUrl.optional(), apiKey: ApiKeyText }),
  /** On the network of the boxes, so that only they can look: Ollama, llama.cpp, vLLM. */
  z.object({ kind: z.literal("local"), baseUrl: BaseUrl, apiKey: z.string().trim().max(512).optional() }),
]);
export type ProviderEndpoint = z.infer<typeof ProviderEndpoint>;

/** Answer of a live call with the key. `models` is empty when the provider lists none. */
export const ProbeResult = z.discriminatedUnion("isOk", [
  z.object({ isOk: z.literal(true), latencyMs: z.int(), models: z.array(OfferedModel) }),
  z.object({
    isOk: z.literal(false),
    code: z.enum(["unreachable", "key_refused", "unexpected_answer"]),
    detail: z.string(),
  }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;

export const ConnectProvider = z.object({
  name: z.string().trim().min(1).max(64),
  endpoint: ProviderEndpoint,
  /** Who bills; only asked for openai_compatible, the others imply it. */
  channel: ChannelKind.optional(),
  /** Model ids to offer; all that the provider lists when absent. */
  modelIds: z.array(z.string().min(1).max(128)).max(500).optional(),
});

/** A price a person typed, in nano-USD per million tokens; what is absent is billed as plain input or output. */
export const ManualPrice = z.object({
  inputNanosPerMillion: Nanos,
  outputNanosPerMillion: Nanos,
  cacheReadNanosPerMillion: Nanos.optional(),
  cacheWriteNanosPerMillion: Nanos.optional(),
  reasoningNanosPerMillion: Nanos.optional(),
  requestNanos: Nanos.optional(),
  /** When it begins; now when absent. The price until then stays as it is. */
  from: z.iso.datetime().optional(),
});
export type ManualPrice = z.infer<typeof ManualPrice>;

export const SetModelPrice = z.object({
  modelId: z.string().min(1).max(128),
  /** Null: back to what the built-in book says. */
  price: ManualPrice.nullable(),
  maxOutputTokens: z.int().min(1).max(10_000_000).nullable(),
});
export const ReplaceProviderKey = z.object({ apiKey: ApiKeyText });

/**
 * `PUT /api/v1/providers/{id}/models`: the models offered from now on, with the price each already has. None is allowed
 * of kind `local` only, whose models boxes find.
 */
export const SetModels = z.object({
  models: z
    .array(z.object({ id: Deployment.shape.id, basedOn: Deployment.shape.basedOn.nullable().default(null) }))
    .max(500),
});
