import type { AnswerContext } from "../dialect.ts";
import type { AnswerPart } from "../neutral/answer.ts";
import type { StreamPart, StreamReader } from "../neutral/stream-part.ts";
import { parseEvent } from "../parse-answer.ts";
import { geminiUsage } from "../usage/gemini-usage.ts";
import { replaceFigures } from "../usage/messages-usage.ts";
import { blockedPrompt, GeminiAnswer, type GeminiCandidate, readFinishReason, readParts } from "./answer-schema.ts";

/** Reads a stream of streamGenerateContent (`alt=sse`) up to the finish reason; it has one candidate. */
export class GeminiStreamReader implements StreamReader {
  readonly #context: AnswerContext;
  #calls = 0;
  #figures: unknown = null;
  #isDone = false;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  feed(data: string): StreamPart[] {
    const { responseId, candidates, promptFeedback, usageMetadata } = parseEvent(GeminiAnswer, data);
    const parts: StreamPart[] = responseId ? [{ type: "id", id: responseId }] : [];
    for (const [position, candidate] of (candidates ?? []).entries()) {
      parts.push(...this.#readCandidate(candidate, candidate.index ?? position));
    }
    const blocked = promptFeedback?.blockReason;
    if (blocked && !this.#isDone) {
      this.#isDone = true;
      parts.push({ ...blockedPrompt(blocked), choice: 0 });
      parts.push({ type: "stop", choice: 0, stop: "refusal", stopSequence: null });
    }
    this.#figures = replaceFigures(this.#figures, usageMetadata);
    const usage = geminiUsage({ candidates, usageMetadata: this.#figures });
    if (usage) parts.push({ type: "usage", usage });
    return parts;
  }

  #readCandidate(candidate: GeminiCandidate, choice: number): StreamPart[] {
    const place = { answerId: this.#context.id, choice, firstCall: this.#calls };
    const parts = readParts(candidate, place).flatMap((part) => this.#toStream(part, choice));
    if (!candidate.finishReason || this.#isDone) return parts;
    const stop = readFinishReason(candidate.finishReason, this.#calls > 0);
    this.#isDone = true;
    return [...parts, { type: "stop", choice, stop, stopSequence: null }];
  }

  #toStream(part: AnswerPart, choice: number): StreamPart[] {
    if (part.type !== "call") return [{ ...part, choice }];
    const call = this.#calls++;
    return [
      { type: "call_start", choice, call, id: part.id, name: part.name },
      { type: "call_args", choice, call, json: part.argsJson },
    ];
  }
}
