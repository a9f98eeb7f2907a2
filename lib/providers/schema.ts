import { z } from "zod";
import { ChannelKind, ProviderKind, ProviderModel } from "../protocol/config.ts";
import { Nanos } from "../protocol/scalars.ts";

/** A connected provider. The key itself is never shown again. */
export const Provider = z.object({
  id: z.string(),
  name: z.string(),
  kind: ProviderKind,
  baseUrl: z.string(),
  channel: ChannelKind,
  keyLast4: z.string(),
  keyVersion: z.int(),
  models: z.array(ProviderModel),
  createdAt: z.iso.datetime(),
  spend30dNanos: Nanos,
});
export type Provider = z.infer<typeof Provider>;
export const ProviderList = z.object({ items: z.array(Provider) });

export const ApiKeyText = z.string().trim().min(1, "paste the provider's API key").max(512);
export const BaseUrl = z
  .url({ protocol: /^https?$/, error: "an http or https address, for example https://api.openai.com/v1" })
  .transform((text) => text.replace(/\/+$/, ""));

/** What decides whether a key opens a provider. The practice provider needs neither address nor key. */
export const ProviderEndpoint = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("practice") }),
  z.object({ kind: z.literal("openai"), apiKey: ApiKeyText }),
  z.object({ kind: z.literal("openai_compatible"), baseUrl: BaseUrl, apiKey: ApiKeyText }),
]);
export type ProviderEndpoint = z.infer<typeof ProviderEndpoint>;

/** A price a person typed, in nano-USD per million tokens. */
export const ManualPrice = z.object({ inputNanosPerMillion: Nanos, outputNanosPerMillion: Nanos });

/** Answer of a live call with the key. `models` is empty when the provider lists none. */
export const ProbeResult = z.discriminatedUnion("isOk", [
  z.object({ isOk: z.literal(true), latencyMs: z.int(), models: z.array(ProviderModel) }),
  z.object({
    isOk: z.literal(false),
    code: z.enum(["unreachable", "key_refused", "not_openai_compatible"]),
    detail: z.string(),
  }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;

export const ConnectProvider = z.object({
  name: z.string().trim().min(1).max(64),
  endpoint: ProviderEndpoint,
  /** Who bills; only asked for openai_compatible, the others are direct. */
  channel: ChannelKind.optional(),
  /** Model ids to offer; all that the provider lists when absent. */
  modelIds: z.array(z.string().min(1).max(128)).max(500).optional(),
});

export const SetModelPrice = z.object({
  modelId: z.string().min(1).max(128),
  price: ManualPrice,
  maxOutputTokens: z.int().min(1).max(10_000_000).nullable(),
});
export const ReplaceProviderKey = z.object({ apiKey: ApiKeyText });
