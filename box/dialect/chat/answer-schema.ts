import { z } from "zod";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { Stop } from "../neutral/answer.ts";

/** Arguments are JSON text; servers near Ollama send the object itself. */
const Arguments = z.union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))]);

/** Text, or Mistral's list of parts, of which thinking is left out. */
const Content = z.union([
  z.string(),
  z
    .array(
      z.discriminatedUnion("type", [
        z.looseObject({ type: z.literal("text"), text: z.string() }),
        z.looseObject({ type: z.literal("thinking") }),
      ]),
    )
    .transform((parts) => parts.map((part) => (part.type === "text" ? part.text : "")).join("")),
]);

const Said = { content: Content.nullish(), refusal: z.string().nullish() };

/** A whole answer (OpenAI API reference, "The chat completion object"), as loosely as compatible servers keep to it. */
export const ChatAnswer = z.looseObject({
  id: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string(),
        message: z.looseObject({
          ...Said,
          tool_calls: z
            .array(
              z.looseObject({
                id: z.string().nullish(),
                function: z.looseObject({ name: z.string().min(1), arguments: Arguments.nullish() }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
});

/** One event of a stream ("The chat completion chunk object"). */
export const ChatChunk = z.looseObject({
  id: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        index: z.int().min(0).nullish(),
        finish_reason: z.string().nullish(),
        delta: z
          .looseObject({
            ...Said,
            tool_calls: z
              .array(
                z.looseObject({
                  index: z.int().min(0).nullish(),
                  id: z.string().nullish(),
                  function: z.looseObject({ name: z.string().nullish(), arguments: Arguments.nullish() }).nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

/**
 * Why the answer ended. With calls in it "stop" is no end: OpenAI says so for a call that was demanded by name, other
 * servers for all. Throws MalformedAnswer for reasons that nobody documents: half an answer is no whole one.
 */
export function readFinishReason(reason: string, has: { calls: boolean; refusal: boolean }): Stop {
  switch (reason) {
    case "stop":
      if (has.refusal) return "refusal";
      return has.calls ? "calls" : "end";
    case "length":
    // Mistral's word for a full context.
    case "model_length":
      return has.refusal ? "refusal" : "length";
    case "tool_calls":
      return has.calls ? "calls" : "end";
    case "content_filter":
      return "refusal";
    default:
      throw new MalformedAnswer(`The upstream's answer ended for an unknown reason: ${reason}`);
  }
}
