import { callIdAt } from "../call-id.ts";
import type { AnswerContext } from "../dialect.ts";
import type { Answer, AnswerPart } from "../neutral/answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { usageOf } from "../usage/usage-of.ts";
import { ChatAnswer, readFinishReason } from "./answer-schema.ts";

/** Reads a whole answer. Throws MalformedAnswer. */
export function readChatAnswer(json: unknown, context: AnswerContext): Answer {
  const { id, choices } = parseAnswer(ChatAnswer, json);
  return {
    id: id || null,
    choices: choices.map(({ message, finish_reason: reason }, choice) => {
      const { content, refusal } = message;
      const parts: AnswerPart[] = [];
      if (content) parts.push({ type: "text", text: content });
      if (refusal) parts.push({ type: "refusal", text: refusal });
      const calls = message.tool_calls ?? [];
      for (const [index, { id: callId, function: call }] of calls.entries()) {
        const argsJson = call.arguments ?? "";
        parts.push({ type: "call", id: callId || callIdAt(context.id, choice, index), name: call.name, argsJson });
      }
      const stop = readFinishReason(reason, { calls: calls.length > 0, refusal: Boolean(refusal) });
      return { parts, stop, stopSequence: null };
    }),
    usage: usageOf("chat", json),
  };
}
