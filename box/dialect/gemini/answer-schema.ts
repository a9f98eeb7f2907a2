import { z } from "zod";
import { callIdAt } from "../call-id.ts";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { AnswerPart, Stop } from "../neutral/answer.ts";

const Part = z.looseObject({
  text: z.string().nullish(),
  thought: z.boolean().nullish(),
  functionCall: z
    .looseObject({ id: z.string().nullish(), name: z.string().min(1), args: z.looseObject({}).nullish() })
    .nullish(),
  thoughtSignature: z.unknown().optional(),
});

/** A whole answer, and each event of a stream too (Gemini API reference, "GenerateContentResponse"). */
export const GeminiAnswer = z.looseObject({
  responseId: z.string().nullish(),
  candidates: z
    .array(
      z.looseObject({
        index: z.int().min(0).nullish(),
        content: z.looseObject({ parts: z.array(Part).nullish() }).nullish(),
        finishReason: z.string().nullish(),
      }),
    )
    .nullish(),
  promptFeedback: z.looseObject({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z.unknown().optional(),
});
export type GeminiCandidate = NonNullable<z.infer<typeof GeminiAnswer>["candidates"]>[number];

/** Reads the parts of one candidate; `firstCall` is the number of its first call. Thoughts are left out. */
export function readParts(
  { content }: GeminiCandidate,
  place: { answerId: string; choice: number; firstCall: number },
): AnswerPart[] {
  let call = place.firstCall;
  return (content?.parts ?? []).flatMap((part): AnswerPart[] => {
    if (part.thought) return [];
    if (part.functionCall) {
      const { id, name, args } = part.functionCall;
      const callId = id || callIdAt(place.answerId, place.choice, call);
      call += 1;
      return [{ type: "call", id: callId, name, argsJson: JSON.stringify(args ?? {}) }];
    }
    if (typeof part.text === "string") return part.text === "" ? [] : [{ type: "text", text: part.text }];
    const kind = Object.keys(part).find((key) => !["thoughtSignature", "thought"].includes(key));
    if (kind === undefined) return [];
    throw new MalformedAnswer(`The upstream's answer has a part that nobody asked for: ${kind}`);
  });
}

/** A prompt that Gemini would not answer: there are no candidates then. */
export function blockedPrompt(reason: string): { type: "refusal"; text: string } {
  return { type: "refusal", text: `The prompt was blocked by the provider (${reason}).` };
}

const refusals = [
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
];

/**
 * Why a candidate ended ("FinishReason"). Throws MalformedAnswer for those that mean the generation failed
 * (MALFORMED_FUNCTION_CALL, OTHER and the like): no caller's API has a word for them but an error.
 */
export function readFinishReason(reason: string, hasCalls: boolean): Stop {
  if (reason === "STOP") return hasCalls ? "calls" : "end";
  if (reason === "MAX_TOKENS") return "length";
  if (refusals.includes(reason)) return "refusal";
  throw new MalformedAnswer(`The upstream could not finish its answer: ${reason}`);
}
