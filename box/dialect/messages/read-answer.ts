import type { AnswerContext } from "../dialect.ts";
import type { Answer, AnswerPart } from "../neutral/answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { usageOf } from "../usage/usage-of.ts";
import { MessagesAnswer, readStopReason } from "./answer-schema.ts";

/** Reads a whole answer. Throws MalformedAnswer. */
export function readMessagesAnswer(json: unknown, _context: AnswerContext): Answer {
  const { id, content, ...answer } = parseAnswer(MessagesAnswer, json);
  const parts = content.flatMap((block): AnswerPart[] => {
    if (block.type === "text") return block.text === "" ? [] : [{ type: "text", text: block.text }];
    if (block.type !== "tool_use") return [];
    return [{ type: "call", id: block.id, name: block.name, argsJson: JSON.stringify(block.input ?? {}) }];
  });
  const why = answer.stop_details?.explanation;
  if (why) parts.push({ type: "refusal", text: why });
  const stop = readStopReason(answer.stop_reason);
  return {
    id: id || null,
    choices: [{ parts, stop, stopSequence: answer.stop_sequence ?? null }],
    usage: usageOf("messages", json),
  };
}
