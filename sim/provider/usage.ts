import type { Call } from "./call.ts";
import { type Completion, writtenTokens } from "./completion.ts";
import type { Directives } from "./directives.ts";
import { countTokens } from "./tokens.ts";

/** Tokens of a prompt. The parts never exceed the whole. */
export type Input = {
  /** All of it, cached parts included. */
  tokens: number;
  cached: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  audio: number;
};

/** Tokens that were really produced, however the answer ended. Disjoint. */
export type Produced = { text: number; reasoning: number; audio: number };

export const nothingProduced: Produced = { text: 0, reasoning: 0, audio: 0 };

/** What one call used, before a dialect writes it in its own form. */
export type Usage = { input: Input; output: Produced; searches: number };

/** Tokens of the prompt with everything in it. */
export function promptTokens(call: Call): number {
  return countTokens(call.prompt) + call.images * call.imageTokens + call.audioTokens;
}

/** What the caches know of a prompt. */
export type CacheHit = Pick<Input, "cached" | "cacheWrite5m" | "cacheWrite1h">;

/** The prompt's tokens by kind; directives override what was counted. */
export function inputOf(call: Call, hit: CacheHit, directives: Directives): Input {
  const tokens = directives.input ?? promptTokens(call);
  let left = tokens;
  const take = (wanted: number) => {
    const taken = Math.min(wanted, left);
    left -= taken;
    return taken;
  };
  return {
    tokens,
    cached: take(directives.cached ?? hit.cached),
    cacheWrite5m: take(directives.cacheWrite ?? hit.cacheWrite5m),
    cacheWrite1h: take(directives.cacheWrite1h ?? hit.cacheWrite1h),
    audio: take(directives.audioIn ?? call.audioTokens),
  };
}

/** Everything a completion produces when nothing cuts it. */
export function producedBy({ choices }: Completion): Produced {
  return choices.map(producedByChoice).reduce(addProduced, nothingProduced);
}

function producedByChoice(choice: Completion["choices"][number]): Produced {
  return { text: writtenTokens(choice), reasoning: choice.reasoningTokens, audio: choice.audioTokens };
}

export function addProduced(one: Produced, other: Partial<Produced>): Produced {
  return {
    text: one.text + (other.text ?? 0),
    reasoning: one.reasoning + (other.reasoning ?? 0),
    audio: one.audio + (other.audio ?? 0),
  };
}

/** All output tokens together. */
export function outputTokens({ text, reasoning, audio }: Produced): number {
  return text + reasoning + audio;
}
