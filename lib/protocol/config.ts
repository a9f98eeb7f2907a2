import { z } from "zod";
import { AgentName, BudgetRule } from "./budget.ts";
import { PriceSchedule } from "./price.ts";
import { ChannelKind, ProviderKind } from "./provider-kind.ts";
import { Count, idOf, Nanos } from "./scalars.ts";
import { ErrorClass } from "./usage.ts";

/** What a model can do, as far as anybody knows: null when nobody said. A call that needs more is not sent there. */
export const Abilities = z.object({
  tools: z.boolean().nullable(),
  vision: z.boolean().nullable(),
  /** JSON mode or a JSON schema as the answer's format. */
  json: z.boolean().nullable(),
});
export type Abilities = z.infer<typeof Abilities>;
export const unknownAbilities: Abilities = { tools: null, vision: null, json: null };

export const ProviderModel = z.object({
  /** The name that targets and callers use; of Azure OpenAI, the deployment. */
  id: z.string().min(1).max(128),
  /** Of a deployment: the model behind it. */
  basedOn: z.string().min(1).max(128).nullable().default(null),
  /** Empty: the price is not known. Such a model is refused under a hard cap. */
  prices: PriceSchedule.default([]),
  /** The most output tokens the model can produce; null when unknown, then the caller must set a limit. */
  maxOutputTokens: Count.nullable(),
  /** The most input and output tokens together; null when unknown. */
  contextTokens: Count.nullable().default(null),
  abilities: Abilities.default(unknownAbilities),
});
export type ProviderModel = z.infer<typeof ProviderModel>;

export const Connection = z.object({
  id: idOf("prv"),
  name: z.string(),
  kind: ProviderKind,
  /**
   * Ends before `/chat/completions`, for example `https://api.openai.com/v1`; for Azure OpenAI before `/openai`, for
   * Anthropic before `/v1`, for Gemini before `/v1beta`.
   */
  baseUrl: z.url({ protocol: /^https?$/ }),
  channel: ChannelKind,
  /** The sealed key with this version (GET /api/box/v1/secrets) opens the provider. */
  keyVersion: z.int().min(1),
  /** Azure OpenAI's `api-version`; null elsewhere. */
  apiVersion: z.string().max(32).nullable().default(null),
  models: z.array(ProviderModel).max(500),
});
export type Connection = z.infer<typeof Connection>;

export const Alias = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, dot, dash, underscore");

export const Target = z.object({
  connectionId: idOf("prv"),
  model: z.string().min(1).max(128),
  /** Share of the calls under `weighted`, against the other targets' weights. */
  weight: z.int().min(1).max(1000).default(1),
});
export type Target = z.infer<typeof Target>;

/** How targets are put in order; lib/routing says exactly how. */
export const strategies = ["priority", "weighted", "cheapest", "fastest", "balanced"] as const;
export const Strategy = z.enum(strategies);
export type Strategy = z.infer<typeof Strategy>;

/** What a target must be. What the call itself needs (context, tools, vision, JSON) is always demanded. */
export const RouteConstraints = z.object({
  /** Empty: any. */
  channels: z.array(ChannelKind).max(4).default([]),
  /** Empty: any. */
  connectionIds: z.array(idOf("prv")).max(16).default([]),
  /** Nano-USD per million tokens, at the tier of the call. */
  maxInputNanosPerMillion: Nanos.nullable().default(null),
  maxOutputNanosPerMillion: Nanos.nullable().default(null),
});
export type RouteConstraints = z.infer<typeof RouteConstraints>;

/** What happens when a target fails, and how long it has. */
export const RouteFailure = z.object({
  /** Further tries at the same target, with a pause, before the next one. */
  retries: z.int().min(0).max(5).default(1),
  /** Errors after which the next target is tried; others go to the caller as they are. */
  fallbackOn: z
    .array(ErrorClass)
    .default([
      "rate_limited",
      "overloaded",
      "timeout",
      "unreachable",
      "context_too_long",
      "auth",
      "not_found",
      "stream_cut",
      "server_error",
    ]),
  /** Until the first byte of the answer, which of an answer in one piece comes when all of it is there. */
  firstByteSeconds: z.int().min(1).max(600).default(300),
  /** Between two chunks of a stream. */
  stallSeconds: z.int().min(1).max(600).default(60),
  /** When no first byte came by then, the next target is tried beside the first; null: never. Both may be billed. */
  hedgeAfterMs: z.int().min(50).max(60_000).nullable().default(null),
});
export type RouteFailure = z.infer<typeof RouteFailure>;

/** An alias that callers use as the model name. */
export const Route = z.object({
  strategy: Strategy.default("priority"),
  targets: z.array(Target).min(1).max(16),
  constraints: RouteConstraints.prefault({}),
  failure: RouteFailure.prefault({}),
  /** Used when every target is unreachable or no budget covers one of them: usually a local model. */
  lastResort: Target.nullable().default(null),
  /** Answers the same request from memory for that long; null: never. */
  cacheSeconds: z.int().min(1).max(86_400).nullable().default(null),
});
export type Route = z.infer<typeof Route>;

/** What the box writes down of calls. `metadata` has no words of caller or model; `full` has both, with `redact` applied. */
export const loggingModes = ["off", "metadata", "full"] as const;
export const LoggingPolicy = z.object({
  mode: z.enum(loggingModes).default("metadata"),
  /** Replaced by `[redacted]` in full logs, besides keys and bearer tokens, which always are. */
  redact: z.array(z.enum(["email", "phone", "card", "ip"])).default(["email", "phone", "card"]),
  keepDays: z.int().min(1).max(90).default(7),
});
export type LoggingPolicy = z.infer<typeof LoggingPolicy>;

/** What people edit. Layers (org < box) are JSON Merge Patches (RFC 7396) of this. */
export const ConfigSettings = z.object({
  routes: z.record(Alias, Route),
  /** How long the box watches its health after switching before it says `applied`. */
  observationSeconds: z.int().min(1).max(3600),
  logging: LoggingPolicy.prefault({}),
  /** A larger request is refused with 413. */
  maxBodyMegabytes: z.int().min(1).max(100).default(20),
});
export type ConfigSettings = z.infer<typeof ConfigSettings>;

export const defaultSettings: ConfigSettings = ConfigSettings.parse({ routes: {}, observationSeconds: 3 });

export const LocalKeyRule = z.object({
  name: z.string(),
  /** SHA-256 of the whole key, hex. */
  hash: z.string().length(64),
  /** Aliases and models it may name; empty: all. */
  models: z.array(z.string().max(128)).max(100).default([]),
  /** Null: no limit. Counted by each box for itself. */
  requestsPerMinute: z.int().min(1).max(1_000_000).nullable().default(null),
  /** Input and output together, counted when a call ends. */
  tokensPerMinute: z.int().min(1).max(1_000_000_000).nullable().default(null),
  concurrentCalls: z.int().min(1).max(10_000).nullable().default(null),
  /** Milliseconds since 1970; null: never. */
  expiresAtMs: z.int().min(0).nullable().default(null),
  /** The agent whose calls these are, whatever the caller says; null: the caller may name one in `x-kaihe-agent`. */
  agent: AgentName.nullable().default(null),
});
export type LocalKeyRule = z.infer<typeof LocalKeyRule>;

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
