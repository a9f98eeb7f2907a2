import { portableCallId } from "../call-id.ts";
import type { AnswerContext, JsonObject } from "../dialect.ts";
import { objectIn } from "../exact-json.ts";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { Answer, AnswerPart } from "../neutral/answer.ts";
import { stopFields } from "./stop-reason.ts";
import { writeMessagesUsage } from "./write-usage.ts";

/** Writes a whole answer (Anthropic API reference, "Create a Message"). Throws MalformedAnswer for unreadable arguments. */
export function writeMessagesAnswer(answer: Answer, context: AnswerContext): JsonObject {
  const [choice] = answer.choices;
  if (!choice || answer.choices.length > 1) {
    throw new MalformedAnswer(`The upstream gave ${answer.choices.length} answers where one was asked for.`);
  }
  const refusal = choice.parts.map((part) => (part.type === "refusal" ? part.text : "")).join("");
  return {
    id: answer.id ?? context.id,
    type: "message",
    role: "assistant",
    model: context.model,
    content: choice.parts.flatMap(writeBlock),
    ...stopFields(choice.stop, choice.stopSequence, refusal),
    container: null,
    usage: writeMessagesUsage(answer.usage),
  };
}

function writeBlock(part: AnswerPart): JsonObject[] {
  if (part.type === "text") return [{ type: "text", text: part.text, citations: null }];
  if (part.type === "refusal") return [];
  const input = objectIn(part.argsJson);
  if (!input) throw new MalformedAnswer(`The model's arguments for \`${part.name}\` are not the JSON of an object.`);
  return [{ type: "tool_use", id: portableCallId(part.id), name: part.name, input }];
}
