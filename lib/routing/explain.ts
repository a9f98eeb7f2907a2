import { z } from "zod";
import { Strategy } from "../protocol/config.ts";
import { ChannelKind } from "../protocol/provider-kind.ts";
import { Count, Nanos } from "../protocol/scalars.ts";
import type { Decision, Ranked } from "./decide.ts";
import { exclusionCodes } from "./exclude.ts";
import { scoreNotes } from "./rated.ts";

/** One target of a decision. */
export const TargetExplanation = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  channel: ChannelKind,
  model: z.string(),
  isEligible: z.boolean(),
  /** It gets the call; the others follow by rank if it fails. */
  isChosen: z.boolean(),
  /** From 1; null when it cannot take the call. */
  rank: z.int().min(1).nullable(),
  /** Why it cannot. `params` are the figures of `code`, for a translation; `detail` says the same in English. */
  reasons: z.array(
    z.object({
      code: z.enum(exclusionCodes),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      detail: z.string(),
    }),
  ),
  /** What this request probably costs there; null when the price is unknown. */
  estimatedNanos: Nanos.nullable(),
  /** Expected time to a first token, failures included; null when nothing was measured. */
  expectedTtftMs: z.number().min(0).nullable(),
  errorRate: z.number().min(0).max(1),
  breaker: z.enum(["closed", "open", "half_open"]),
  weight: z.number(),
  /** What the strategy sorted by (docs/routing.md). */
  value: z.number().nullable(),
  note: z.enum(scoreNotes).nullable(),
});
export type TargetExplanation = z.infer<typeof TargetExplanation>;

/** Why a call went where it went, or would go. Numbers of money are strings on the wire (`Nanos`). */
export const RouteExplanation = z.object({
  strategy: Strategy,
  /** Null: no target can take the call, each says why. */
  chosen: z.object({ connectionId: z.string(), model: z.string() }).nullable(),
  isLastChance: z.boolean(),
  /** Milliseconds since 1970. */
  atMs: Count,
  targets: z.array(TargetExplanation),
});
export type RouteExplanation = z.infer<typeof RouteExplanation>;

/** A decision as plain data for the dry run and the page that answers "why this target". */
export function explain(decision: Decision): RouteExplanation {
  const { strategy, ranked, isLastChance, atMs } = decision;
  const chosen = ranked.find(({ rank }) => rank === 1)?.candidate;
  return {
    strategy,
    chosen: chosen ? { connectionId: chosen.connection.id, model: chosen.model.id } : null,
    isLastChance,
    atMs,
    targets: ranked.map(explainTarget),
  };
}

function explainTarget({ candidate, exclusions, rank, score }: Ranked): TargetExplanation {
  const { connection, model, live } = candidate;
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    channel: connection.channel,
    model: model.id,
    isEligible: rank !== null,
    isChosen: rank === 1,
    rank,
    reasons: [...exclusions],
    estimatedNanos: score.estimatedNanos,
    expectedTtftMs: score.expectedTtftMs,
    errorRate: live.errorRate,
    breaker: live.breaker,
    weight: score.weight,
    value: score.value,
    note: score.note,
  };
}
