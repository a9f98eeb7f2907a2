import { inputTokensOf } from "../../prices/cost.ts";
import { pricesOfDay } from "./reprice.ts";
import type { Caveat, ModelFacts, WhatIfSource, WhatIfTarget } from "./schema.ts";

/** Whose models count tokens alike, by how names begin (whatever stands before the last slash). */
const makers: readonly { maker: string; name: RegExp }[] = [
  { maker: "openai", name: /^(gpt|o\d|chatgpt|text-embedding-3|codex)/ },
  { maker: "anthropic", name: /^claude/ },
  { maker: "google", name: /^(gemini|gemma)/ },
  { maker: "meta", name: /^(llama|meta-llama)/ },
  { maker: "mistral", name: /^(mistral|mixtral|codestral|ministral|magistral|devstral)/ },
  { maker: "alibaba", name: /^(qwen|qwq)/ },
  { maker: "deepseek", name: /^deepseek/ },
  { maker: "xai", name: /^grok/ },
  { maker: "practice", name: /^practice/ },
];

/** Null: nobody knows. */
export function makerOf({ model, basedOn }: Pick<ModelFacts, "model" | "basedOn">): string | null {
  const name = plainName({ model, basedOn });
  return makers.find((one) => one.name.test(name))?.maker ?? null;
}

function plainName({ model, basedOn }: Pick<ModelFacts, "model" | "basedOn">): string {
  const name = basedOn ?? model;
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}

/** The same model, wherever it is served. */
export function isSameModel(
  a: Pick<ModelFacts, "model" | "basedOn">,
  b: Pick<ModelFacts, "model" | "basedOn">,
): boolean {
  return plainName(a) === plainName(b);
}

/**
 * What speaks against moving a source's calls to a target, or is not known. What the source can do counts as needed: events
 * do not say which calls used it. Context and length are held against the largest call of the sample, else the average.
 */
export function findCaveats(source: WhatIfSource, target: WhatIfTarget, nowMs: number): Caveat[] {
  const found: Caveat[] = [];
  const add = (code: Caveat["code"], isBlocking = false, needs: number | null = null, holds: number | null = null) =>
    found.push({ code, isBlocking, needs, holds });
  const isSame = isSameModel(source, target);
  const prices = pricesOfDay(target.listPrices, nowMs);
  if (prices.length === 0) add("price_unknown", true);
  const { context, output } = needsOf(source);
  if (target.contextTokens === null) add("context_unknown");
  else if (context > target.contextTokens) add("context_too_small", true, context, target.contextTokens);
  if (target.maxOutputTokens !== null && output > target.maxOutputTokens) {
    add("output_too_small", true, output, target.maxOutputTokens);
  }
  if (!isSame) {
    for (const ability of ["tools", "vision", "json"] as const) {
      if (source.abilities[ability] === true && target.abilities[ability] === false) add(`lacks_${ability}`, true);
    }
    const isUnknown = (["tools", "vision", "json"] as const).some(
      (ability) => source.abilities[ability] !== false && target.abilities[ability] === null,
    );
    if (isUnknown) add("abilities_unknown");
    const { audioInput, audioOutput, imageOutput } = source.tokens;
    if (audioInput + audioOutput + imageOutput > 0) add("media", true);
    add("other_model");
    const [from, to] = [makerOf(source), makerOf(target)];
    if (from === null || to === null || from !== to) add("other_tokenizer");
  }
  if (source.webSearches > 0 && prices.every(({ price }) => price.webSearchNanos === 0n)) add("web_search");
  if (prices.some(({ price }) => price.tiers.length > 1)) add("tiers");
  if (prices.length > 1) add("time_of_day");
  if (target.connectionId === null) add("not_connected");
  return found;
}

function needsOf({ sample, tokens, requests, errors }: WhatIfSource): { context: number; output: number } {
  if (sample) return { context: sample.mostTokens, output: sample.mostOutputTokens };
  const answered = Math.max(1, requests - errors);
  const input = inputTokensOf(tokens);
  const output = tokens.output + tokens.reasoning + tokens.audioOutput + tokens.imageOutput;
  return { context: Math.ceil((input + output) / answered), output: Math.ceil(output / answered) };
}
