import { z } from "zod";
import { Count, idOf, Nanos } from "./scalars.ts";

/**
 * What one million tokens cost, in nano-USD, for a whole request whose input (cached part included) exceeds
 * `aboveInputTokens`. The first row has 0; rows ascend.
 */
export const PriceTier = z.object({
  aboveInputTokens: Count,
  inputNanosPerMillion: Nanos,
  cacheReadNanosPerMillion: Nanos,
  outputNanosPerMillion: Nanos,
});
export type PriceTier = z.infer<typeof PriceTier>;

export const Price = z.object({
  /** SHA-256 of the tiers' canonical JSON; stands on every usage event priced with it. */
  hash: z.string().length(64),
  tiers: z.array(PriceTier).min(1).max(8),
});
export type Price = z.infer<typeof Price>;

export const ProviderModel = z.object({
  id: z.string().min(1).max(128),
  /** Null: the price is not known. Such a model is refused under a hard cap. */
  price: Price.nullable(),
  /** The most output tokens the model can produce; null when unknown, then the caller must set a limit. */
  maxOutputTokens: Count.nullable(),
});
export type ProviderModel = z.infer<typeof ProviderModel>;

export const providerKinds = ["practice", "openai", "openai_compatible"] as const;
export const ProviderKind = z.enum(providerKinds);
export type ProviderKind = z.infer<typeof ProviderKind>;

export const channels = ["direct", "cloud", "middleware", "local"] as const;
export const ChannelKind = z.enum(channels);
export type ChannelKind = z.infer<typeof ChannelKind>;

export const Connection = z.object({
  id: idOf("prv"),
  name: z.string(),
  kind: ProviderKind,
  /** Ends before `/chat/completions`, for example `https://api.openai.com/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  channel: ChannelKind,
  /** The sealed key with this version (GET /api/box/v1/secrets) opens the provider. */
  keyVersion: z.int().min(1),
  models: z.array(ProviderModel).max(500),
});
export type Connection = z.infer<typeof Connection>;

export const Alias = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, dot, dash, underscore");

export const Target = z.object({ connectionId: idOf("prv"), model: z.string().min(1).max(128) });
export type Target = z.infer<typeof Target>;

/** An alias that callers use as the model name; targets are tried in order. */
export const Route = z.object({ targets: z.array(Target).min(1).max(16) });
export type Route = z.infer<typeof Route>;

/** What people edit. Layers (org < box) are JSON Merge Patches (RFC 7396) of this. */
export const ConfigSettings = z.object({
  routes: z.record(Alias, Route),
  /** How long the box watches its health after switching before it says `applied`. */
  observationSeconds: z.int().min(1).max(3600),
});
export type ConfigSettings = z.infer<typeof ConfigSettings>;

export const defaultSettings: ConfigSettings = { routes: {}, observationSeconds: 3 };

export const periodKinds = ["day", "week", "month", "total"] as const;
export const PeriodKind = z.enum(periodKinds);
export type PeriodKind = z.infer<typeof PeriodKind>;

/** A budget as the box needs it: which calls fall under it. The money comes as leases. */
export const BudgetRule = z.object({
  id: idOf("bud"),
  name: z.string(),
  /** Null: every connection. */
  connectionId: idOf("prv").nullable(),
});
export type BudgetRule = z.infer<typeof BudgetRule>;

export const LocalKeyRule = z.object({
  name: z.string(),
  /** SHA-256 of the whole key, hex. */
  hash: z.string().length(64),
});

/** The effective configuration of one box. Immutable per version; versions only grow. */
export const DesiredDocument = z.object({
  schema: z.literal(1),
  orgId: idOf("org"),
  boxId: idOf("box"),
  boxName: z.string(),
  version: z.int().min(1),
  settings: ConfigSettings,
  connections: z.array(Connection),
  budgets: z.array(BudgetRule),
  localKeys: z.array(LocalKeyRule),
});
export type DesiredDocument = z.infer<typeof DesiredDocument>;

/**
 * `GET /api/box/v1/desired` (ETag = `"<version>"`; 304 when unchanged). `signed` is a compact JWS (EdDSA,
 * `typ: kaihe-config+jwt`) by the organization's key whose payload is the DesiredDocument's JSON. The box refuses a
 * wrong signature, org or box, and ignores any version at or below the one it runs.
 */
export const DesiredResponse = z.object({ version: z.int().min(1), hash: z.string().length(64), signed: z.string() });
export type DesiredResponse = z.infer<typeof DesiredResponse>;

/**
 * `GET /api/box/v1/secrets`: provider keys sealed to this box with HPKE (RFC 9180) base mode,
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, `info` = sealInfo(…), empty AAD. base64url.
 */
export const SecretsResponse = z.object({
  secrets: z.array(
    z.object({ connectionId: idOf("prv"), keyVersion: z.int().min(1), enc: z.string(), ciphertext: z.string() }),
  ),
});
export type SecretsResponse = z.infer<typeof SecretsResponse>;

/** Binds a sealed key to its place, so that it opens nowhere else. */
export function sealInfo(orgId: string, boxId: string, connectionId: string, keyVersion: number): string {
  return `kaihe/v1/provider-key|${orgId}|${boxId}|${connectionId}|${keyVersion}`;
}
