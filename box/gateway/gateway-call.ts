import type { Agent } from "undici";
import type { Connection, LocalKeyRule, Route } from "../../lib/protocol/config.ts";
import type { Surface, UsageEvent } from "../../lib/protocol/usage.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import type { ProviderHealth } from "../config/provider-health.ts";
import type { LeaseKeeper } from "../ledger/lease-keeper.ts";
import type { LiveTargets } from "../routing/live-targets.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { Api } from "./api.ts";
import type { CallBody } from "./call-body.ts";
import type { KeyLimits } from "./key-limits.ts";
import type { CallOverrides } from "./overrides.ts";
import type { ReplySink } from "./reply-sink.ts";
import type { CallShape } from "./shape/call-shape.ts";

/** What every call of this box shares. */
export type CallParts = {
  keeper: Pick<LeaseKeeper, "admit" | "settle" | "flushed" | "release" | "leftNanos">;
  health: ProviderHealth;
  live: LiveTargets;
  limits: KeyLimits;
  cache: AnswerCache;
  agent: Agent;
  /** Connections of a document, with the models found on the local network. */
  connectionsOf: (config: ActiveConfig) => readonly Connection[];
  /** An attempt was settled: there is something to upload, to count and to write down. */
  onSettled: (event: UsageEvent) => void;
  /** Milliseconds since 1970 by the console's clock. */
  nowMs: () => number;
  random: () => number;
  /** Waits; aborts early with the signal. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Work that goes on after its call was answered; the box waits for it before it stops. */
  inBackground: (work: Promise<void>) => void;
};

/** One call as it came in. */
export type GatewayCall = {
  config: ActiveConfig;
  api: Api;
  /** How events name it: the API, or `try`. */
  surface: Surface;
  body: CallBody;
  bodyBytes: number;
  caller: LocalKeyRule;
  /** Of this call and its route decision: `req_…`. */
  requestId: string;
  overrides: CallOverrides;
  /** Headers of the caller; some mean something to the provider. */
  headers: { [name: string]: unknown };
  sink: ReplySink;
};

/** A call with what was read of it. */
export type ReadCall = GatewayCall & {
  shape: CallShape;
  route: Route;
  connections: readonly Connection[];
};
