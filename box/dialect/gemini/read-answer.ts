import type { AnswerContext } from "../dialect.ts";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { Answer } from "../neutral/answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { usageOf } from "../usage/usage-of.ts";
import { blockedPrompt, GeminiAnswer, readFinishReason, readParts } from "./answer-schema.ts";

/** Reads a whole answer. Throws MalformedAnswer. */
export function readGeminiAnswer(json: unknown, context: AnswerContext): Answer {
  const { responseId, candidates, promptFeedback } = parseAnswer(GeminiAnswer, json);
  const id = responseId || null;
  const usage = usageOf("gemini", json);
  if (!candidates || candidates.length === 0) {
    const reason = promptFeedback?.blockReason;
    if (!reason) throw new MalformedAnswer("The upstream's answer has no candidates and says no reason.");
    return { id, choices: [{ parts: [blockedPrompt(reason)], stop: "refusal", stopSequence: null }], usage };
  }
  const choices = candidates.map((candidate, choice) => {
    const parts = readParts(candidate, { answerId: context.id, choice, firstCall: 0 });
    const hasCalls = parts.some((part) => part.type === "call");
    return {
      parts,
      stop: readFinishReason(candidate.finishReason ?? "it does not say why", hasCalls),
      stopSequence: null,
    };
  });
  return { id, choices, usage };
}
