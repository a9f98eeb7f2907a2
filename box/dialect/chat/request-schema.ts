import { z } from "zod";
import { harmless } from "../left-out.ts";
import { AnyObject, AtLeastOne, Numeric, partsOf, Whole } from "../parse-request.ts";

const TextPart = z.strictObject({ type: z.literal("text"), text: z.string(), ...harmless("chatPart") });
const RefusalPart = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const ImagePart = z.strictObject({
  type: z.literal("image_url"),
  image_url: z.strictObject({ url: z.string(), ...harmless("chatImage") }),
  ...harmless("chatPart"),
});
const FilePart = z.strictObject({
  type: z.literal("file"),
  file: z.strictObject({ file_data: z.string(), filename: z.string().nullish() }),
  ...harmless("chatPart"),
});
const AudioPart = z.strictObject({
  type: z.literal("input_audio"),
  input_audio: z.strictObject({ data: z.string(), format: z.enum(["wav", "mp3"]) }),
  ...harmless("chatPart"),
});
export const ChatUserPart = z.discriminatedUnion("type", [TextPart, ImagePart, FilePart, AudioPart]);
export type ChatUserPart = z.infer<typeof ChatUserPart>;

const ToolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function"),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
  ...harmless("chatCall"),
});

const Message = z.discriminatedUnion("role", [
  z.strictObject({ role: z.enum(["system", "developer"]), content: partsOf(TextPart) }),
  z.strictObject({ role: z.literal("user"), content: partsOf(ChatUserPart) }),
  z.strictObject({
    role: z.literal("assistant"),
    content: partsOf(z.discriminatedUnion("type", [TextPart, RefusalPart])).nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(ToolCall).nullish(),
    ...harmless("chatAssistant"),
  }),
  z.strictObject({ role: z.literal("tool"), tool_call_id: z.string(), content: partsOf(TextPart) }),
]);
export type ChatMessage = z.infer<typeof Message>;

const Tool = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: z.string(),
    description: z.string().nullish(),
    parameters: AnyObject.nullish(),
    strict: z.boolean().nullish(),
  }),
});

/** A named choice is an object; the others are words. */
const ToolChoice = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.enum(["auto", "none", "required"]) }),
    z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string() }) }),
  ]),
);

const ResponseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["text", "json_object"]) }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      schema: AnyObject,
      description: z.string().nullish(),
      ...harmless("chatFormat"),
    }),
  }),
]);

/** What of a Chat Completions request can be translated (OpenAI API reference, "Create chat completion"). */
export const ChatRequest = z.strictObject({
  ...harmless("chatRequest"),
  messages: z.array(Message),
  max_completion_tokens: AtLeastOne.nullish(),
  max_tokens: AtLeastOne.nullish(),
  temperature: Numeric.nullish(),
  top_p: Numeric.nullish(),
  seed: Whole.nullish(),
  frequency_penalty: Numeric.nullish(),
  presence_penalty: Numeric.nullish(),
  stop: z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.string())).nullish(),
  n: AtLeastOne.nullish(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
  response_format: ResponseFormat.nullish(),
  tools: z.array(Tool).nullish(),
  tool_choice: ToolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  stream: z.boolean().nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;
