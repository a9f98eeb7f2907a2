import { usdString } from "../money.ts";
import { tierFor } from "../prices/cost.ts";
import type { Price } from "../protocol/price.ts";
import type { CallNeeds, Candidate } from "./candidate.ts";
import type { Demands } from "./demands.ts";

export const exclusionCodes = [
  "not_served",
  "channel",
  "provider",
  "no_tools",
  "no_vision",
  "no_json",
  "context_too_long",
  "output_too_long",
  "price_unknown",
  "input_price",
  "output_price",
  "unreachable",
  "breaker_open",
] as const;
export type ExclusionCode = (typeof exclusionCodes)[number];

/** Why a target cannot take a call: a code and its figures for programs and translations, and the same in English. */
export type Exclusion = { code: ExclusionCode; params: Record<string, string | number>; detail: string };

/**
 * Everything that speaks against a target, most lasting first; empty when it can take the call. What nobody knows (an
 * ability, a context size) does not speak against it: the provider's own answer decides then, and the next target
 * follows. An unknown price does, where a highest price is demanded.
 */
export function findExclusions(candidate: Candidate, needs: CallNeeds, demands: Demands): Exclusion[] {
  if (!candidate.isServed) {
    const { connection, model } = candidate;
    const detail = `${connection.name} does not have the model ${model.id}`;
    return [{ code: "not_served", params: { connection: connection.name, model: model.id }, detail }];
  }
  return [
    ...findUnwanted(candidate, demands),
    ...findMissingAbilities(candidate, needs),
    ...findTooLong(candidate, needs),
    ...findTooDear(candidate.price, needs, demands),
    ...findDown(candidate),
  ];
}

function findUnwanted({ connection }: Candidate, { channels, connectionIds }: Demands): Exclusion[] {
  const found: Exclusion[] = [];
  if (channels && !channels.has(connection.channel)) {
    const allowed = [...channels].join(", ");
    const detail = `is on the channel ${connection.channel}, allowed: ${allowed || "none"}`;
    found.push({ code: "channel", params: { channel: connection.channel, allowed }, detail });
  }
  if (connectionIds && !connectionIds.has(connection.id)) {
    const detail = `the provider ${connection.name} is not among those allowed`;
    found.push({ code: "provider", params: { connection: connection.name }, detail });
  }
  return found;
}

function findMissingAbilities({ model }: Candidate, needs: CallNeeds): Exclusion[] {
  const asked = [
    { code: "no_tools", isAsked: needs.needsTools, ability: model.abilities.tools, what: "call tools" },
    { code: "no_vision", isAsked: needs.needsVision, ability: model.abilities.vision, what: "read images" },
    { code: "no_json", isAsked: needs.needsJson, ability: model.abilities.json, what: "answer in a JSON format" },
  ] as const;
  return asked
    .filter(({ isAsked, ability }) => isAsked && ability === false)
    .map(({ code, what }) => ({ code, params: {}, detail: `cannot ${what}` }));
}

function findTooLong({ model }: Candidate, needs: CallNeeds): Exclusion[] {
  const found: Exclusion[] = [];
  const total = needs.inputTokens + (needs.outputTokens ?? 0);
  if (model.contextTokens !== null && total > model.contextTokens) {
    const params = { needsTokens: total, holdsTokens: model.contextTokens };
    found.push({ code: "context_too_long", params, detail: tokens("needs", total, "holds", model.contextTokens) });
  }
  if (model.maxOutputTokens !== null && needs.outputTokens !== null && needs.outputTokens > model.maxOutputTokens) {
    const params = { needsTokens: needs.outputTokens, holdsTokens: model.maxOutputTokens };
    const detail = tokens("may answer with", needs.outputTokens, "answers with at most", model.maxOutputTokens);
    found.push({ code: "output_too_long", params, detail });
  }
  return found;
}

function findTooDear(price: Price | null, { inputTokens }: CallNeeds, demands: Demands): Exclusion[] {
  const { maxInputNanosPerMillion: maxInput, maxOutputNanosPerMillion: maxOutput } = demands;
  if (maxInput === null && maxOutput === null) return [];
  if (!price) {
    const detail = "its price is unknown, and a highest price is demanded";
    return [{ code: "price_unknown", params: {}, detail }];
  }
  const { rates } = tierFor(price, inputTokens);
  const found: Exclusion[] = [];
  if (maxInput !== null && rates.input > maxInput) found.push(tooDear("input", rates.input, maxInput));
  if (maxOutput !== null && rates.output > maxOutput) found.push(tooDear("output", rates.output, maxOutput));
  return found;
}

function tooDear(side: "input" | "output", rate: bigint, max: bigint): Exclusion {
  const params = { nanosPerMillion: rate.toString(), maxNanosPerMillion: max.toString() };
  const detail = `costs $${usdString(rate)} per million ${side} tokens, allowed are $${usdString(max)}`;
  return { code: `${side}_price`, params, detail };
}

function findDown({ live, connection }: Candidate): Exclusion[] {
  if (!live.isReachable) {
    const detail = `${connection.name} cannot be reached`;
    return [{ code: "unreachable", params: { connection: connection.name }, detail }];
  }
  if (live.breaker !== "open") return [];
  return [{ code: "breaker_open", params: {}, detail: "failed lately and is left alone for a while" }];
}

function tokens(first: string, needed: number, second: string, held: number): string {
  return `${first} ${needed.toLocaleString("en")} tokens, ${second} ${held.toLocaleString("en")}`;
}
