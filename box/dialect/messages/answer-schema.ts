import { z } from "zod";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { Stop } from "../neutral/answer.ts";

const StopFields = {
  stop_sequence: z.string().nullish(),
  stop_details: z.looseObject({ explanation: z.string().nullish() }).nullish(),
};

/** Blocks that an answer can have when no tool of the provider's own was asked for. */
const Block = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({
    type: z.literal("tool_use"),
    id: z.string().min(1),
    name: z.string().min(1),
    input: z.looseObject({}).nullish(),
  }),
  z.looseObject({ type: z.enum(["thinking", "redacted_thinking"]) }),
]);

/** A whole answer (Anthropic API reference, "Create a Message"). */
export const MessagesAnswer = z.looseObject({
  id: z.string().nullish(),
  content: z.array(Block),
  stop_reason: z.string(),
  ...StopFields,
});

const KnownEvent = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("message_start"),
    message: z.looseObject({ id: z.string().nullish(), usage: z.unknown() }),
  }),
  z.looseObject({ type: z.literal("content_block_start"), index: z.int().min(0), content_block: Block }),
  z.looseObject({
    type: z.literal("content_block_delta"),
    index: z.int().min(0),
    delta: z.looseObject({
      type: z.string(),
      text: z.string().nullish(),
      partial_json: z.string().nullish(),
    }),
  }),
  z.looseObject({
    type: z.literal("message_delta"),
    delta: z.looseObject({ stop_reason: z.string().nullish(), ...StopFields }),
    usage: z.unknown(),
  }),
  z.looseObject({ type: z.literal("message_stop") }),
]);
const OtherEvent = z.looseObject({
  type: z.string().refine((type) => !KnownEvent.options.some((option) => option.shape.type.value === type)),
});

/** One event of a stream ("Streaming Messages"); those of unknown type are to be passed over. */
export const MessagesEvent = z.union([KnownEvent, OtherEvent.transform(() => ({ type: "other" as const }))]);

/** Why the answer ended. Throws MalformedAnswer for reasons that only come with what is never asked for. */
export function readStopReason(reason: string): Stop {
  switch (reason) {
    case "end_turn":
      return "end";
    case "stop_sequence":
      return "stop_sequence";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "calls";
    case "refusal":
      return "refusal";
    // pause_turn comes with the provider's own tools.
    default:
      throw new MalformedAnswer(`The upstream's answer ended for an unknown reason: ${reason}`);
  }
}
