import { portableCallId } from "../call-id.ts";
import type { AnswerContext, JsonObject } from "../dialect.ts";
import type { Answer, Choice } from "../neutral/answer.ts";
import { finishReason } from "./finish-reason.ts";
import { writeChatUsage } from "./write-usage.ts";

/** Writes a whole answer (OpenAI API reference, "The chat completion object"). */
export function writeChatAnswer(answer: Answer, context: AnswerContext): JsonObject {
  return {
    id: answer.id ?? context.id,
    object: "chat.completion",
    created: context.createdAtSeconds,
    model: context.model,
    choices: answer.choices.map((choice, index) => ({
      index,
      message: writeMessage(choice),
      logprobs: null,
      finish_reason: finishReason[choice.stop],
    })),
    ...(answer.usage ? { usage: writeChatUsage(answer.usage) } : {}),
  };
}

function writeMessage({ parts }: Choice): JsonObject {
  const calls = parts.filter((part) => part.type === "call");
  return {
    role: "assistant",
    content: joined(parts, "text"),
    refusal: joined(parts, "refusal"),
    ...(calls.length > 0
      ? {
          tool_calls: calls.map(({ id, name, argsJson }) => ({
            id: portableCallId(id),
            type: "function",
            function: { name, arguments: argsJson },
          })),
        }
      : {}),
  };
}

function joined(parts: Choice["parts"], type: "text" | "refusal"): string | null {
  const texts = parts.flatMap((part) => (part.type === type && "text" in part ? [part.text] : []));
  return texts.length > 0 ? texts.join("") : null;
}
