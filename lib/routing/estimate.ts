import { costNanos } from "../prices/cost.ts";
import { noTokens } from "../protocol/usage.ts";
import type { CallNeeds, Candidate } from "./candidate.ts";

/** What can be counted of a request without a tokenizer. */
export type CallSize = {
  /** UTF-8 bytes of everything the model reads as text, without what is encoded in it (images, audio, files). */
  textBytes: number;
  messages: number;
  images: number;
};

/** English is near four bytes a token, Chinese near three to four, code nearer three. */
const bytesPerToken = 4;
/** What a chat template adds to each message. */
const tokensPerMessage = 4;
/** Between the 258 of Gemini, the 765 of OpenAI for a square megapixel, and the 1,600 of Anthropic. */
const tokensPerImage = 800;
/** An ordinary answer. A limit is mostly far above what comes, so it would mislead as an estimate. */
const typicalOutputTokens = 500;

/**
 * Tokens of the prompt, by rule of thumb: right within a factor of two. Good for choosing among targets, because the
 * error is the same for all of them; never for money, which is held by an upper bound (box/gateway).
 */
export function estimateInputTokens({ textBytes, messages, images }: CallSize): number {
  return Math.ceil(textBytes / bytesPerToken) + tokensPerMessage * messages + tokensPerImage * images;
}

/** Tokens that an answer probably has: 500, or what the caller or the model allows if that is less. */
export function estimateOutputTokens(needs: CallNeeds, model: Pick<Candidate["model"], "maxOutputTokens">): number {
  const limits = [needs.outputTokens, model.maxOutputTokens].filter((limit) => limit !== null);
  return Math.min(typicalOutputTokens, ...limits);
}

/**
 * What this request probably costs there, in nano-USD: at the tier of the whole request and with the fee per request;
 * nothing is assumed to come from a cache. Null when the price is unknown.
 */
export function estimateNanos({ price, model }: Pick<Candidate, "price" | "model">, needs: CallNeeds): bigint | null {
  if (!price) return null;
  return costNanos(price, { ...noTokens, input: needs.inputTokens, output: estimateOutputTokens(needs, model) });
}
