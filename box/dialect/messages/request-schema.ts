import { z } from "zod";
import { harmless } from "../left-out.ts";
import { AnyObject, AtLeastOne, Numeric, partsOf, Whole } from "../parse-request.ts";

const TextBlock = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
  ...harmless("messagesPart"),
  ...harmless("messagesText"),
});
const ImageBlock = z.strictObject({
  type: z.literal("image"),
  source: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("base64"), media_type: z.string(), data: z.string() }),
    z.strictObject({ type: z.literal("url"), url: z.string() }),
  ]),
  ...harmless("messagesPart"),
});
const DocumentBlock = z.strictObject({
  type: z.literal("document"),
  source: z.strictObject({
    type: z.literal("base64"),
    media_type: z.literal("application/pdf"),
    data: z.string(),
  }),
  title: z.string().nullish(),
  ...harmless("messagesPart"),
  ...harmless("messagesDocument"),
});
const MediaBlock = z.discriminatedUnion("type", [TextBlock, ImageBlock, DocumentBlock]);
export type MediaBlock = z.infer<typeof MediaBlock>;

const ToolResultBlock = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  content: partsOf(MediaBlock).nullish(),
  is_error: z.boolean().nullish(),
  ...harmless("messagesPart"),
});
const ToolUseBlock = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().min(1),
  name: z.string(),
  input: AnyObject,
  ...harmless("messagesPart"),
  ...harmless("messagesCall"),
});
const ThinkingBlock = z.looseObject({ type: z.enum(["thinking", "redacted_thinking"]) });

const Message = z.discriminatedUnion("role", [
  z.strictObject({
    role: z.literal("user"),
    content: partsOf(z.discriminatedUnion("type", [TextBlock, ImageBlock, DocumentBlock, ToolResultBlock])),
  }),
  z.strictObject({
    role: z.literal("assistant"),
    content: partsOf(z.discriminatedUnion("type", [TextBlock, ToolUseBlock, ThinkingBlock])),
  }),
  z.strictObject({ role: z.literal("system"), content: partsOf(TextBlock) }),
]);
export type Message = z.infer<typeof Message>;

const Tool = z.strictObject({
  ...harmless("messagesTool"),
  name: z.string(),
  description: z.string().nullish(),
  input_schema: AnyObject,
  strict: z.boolean().nullish(),
});

const isParallelOff = z.boolean().nullish();
const ToolChoice = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["auto", "any"]), disable_parallel_tool_use: isParallelOff }),
  z.strictObject({ type: z.literal("tool"), name: z.string(), disable_parallel_tool_use: isParallelOff }),
  z.strictObject({ type: z.literal("none") }),
]);

const Thinking = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("disabled") }),
  z.strictObject({ type: z.literal("adaptive"), ...harmless("messagesThinking") }),
  z.strictObject({ type: z.literal("enabled"), budget_tokens: AtLeastOne, ...harmless("messagesThinking") }),
]);

/**
 * What of a Messages request can be translated (Anthropic API reference, "Create a Message"). The sampling fields are
 * those of the models that still take them.
 */
export const MessagesRequest = z.strictObject({
  ...harmless("messagesRequest"),
  messages: z.array(Message),
  system: partsOf(TextBlock).nullish(),
  max_tokens: AtLeastOne,
  temperature: Numeric.nullish(),
  top_p: Numeric.nullish(),
  top_k: Whole.nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  thinking: Thinking.nullish(),
  output_config: z
    .strictObject({
      effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
      format: z.strictObject({ type: z.literal("json_schema"), schema: AnyObject }).nullish(),
    })
    .nullish(),
  tools: z.array(Tool).nullish(),
  tool_choice: ToolChoice.nullish(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).nullish(),
  stream: z.boolean().nullish(),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;
