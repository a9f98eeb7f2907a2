import { composeAnswer } from "./answer.ts";
import { type ChatRequest, lastUserText, promptText } from "./chat-request.ts";
import { type Directives, withoutDirectives } from "./directives.ts";
import { seededRandom } from "./random.ts";
import { countTokens } from "./tokens.ts";

export type Choice = { words: string[]; reasoningTokens: number; finishReason: "stop" | "length" };

/** One seeded completion: what will be said, before anything is sent. */
export type Completion = { id: string; promptTokens: number; choices: Choice[] };

/** What the model answers. Pure: the same seed and request give the same completion. */
export function complete(seed: number, request: ChatRequest, directives: Directives): Completion {
  const prompt = promptText(request);
  const random = seededRandom(seed, `${request.model}|${prompt}`);
  const id = `chatcmpl-practice-${Math.floor(random() * 0xffff_ffff).toString(36)}${countTokens(prompt).toString(36)}`;
  const asked = request.max_completion_tokens ?? request.max_tokens ?? null;
  const limit = directives.overshoot ? Number.POSITIVE_INFINITY : (asked ?? 4096);
  const exact = directives.tokens ?? (directives.overshoot && asked !== null ? asked + 50 : null);
  const topic = withoutDirectives(lastUserText(request));

  const choices = Array.from({ length: request.n ?? 1 }, (): Choice => {
    const wanted = request.model === "practice-reasoner" ? 64 + Math.floor(random() * 128) : 0;
    const reasoningTokens = Math.min(wanted, limit);
    const words = composeAnswer(request.model, topic, exact, random);
    const room = limit - reasoningTokens;
    const isCut = words.length > room || wanted > limit;
    return {
      words: words.slice(0, Math.min(room, words.length)),
      reasoningTokens,
      finishReason: isCut ? "length" : "stop",
    };
  });
  return { id, promptTokens: countTokens(prompt), choices };
}

/** OpenAI's usage object for what was really produced: `words` and `reasoning` are sums over all choices. */
export function usageOf(promptTokens: number, cachedTokens: number, words: number, reasoning: number) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: words + reasoning,
    total_tokens: promptTokens + words + reasoning,
    prompt_tokens_details: { cached_tokens: Math.min(cachedTokens, promptTokens), audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
export type Usage = ReturnType<typeof usageOf>;

/** The text of the word at `index`: the space belongs to the word after it, as in real tokenizers. */
export function pieceAt(words: string[], index: number): string {
  return `${index === 0 ? "" : " "}${words[index] ?? ""}`;
}
