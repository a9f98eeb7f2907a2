import { z } from "zod";

type Field = { harmless: z.ZodType; why: string };

const anything = z.unknown();
const costOnly = "a hint for the provider's prompt cache: it changes what input costs, never the answer";
const accounting = "kept with the call in the provider's console; the model never sees it";

/**
 * Every field that is read and then left out, with the values for which that is harmless. All that stands neither here
 * nor in a reader's schema is refused, so nothing is dropped silently.
 */
export const leftOut = {
  /** OpenAI Chat Completions, the request itself. */
  chatRequest: {
    model: { harmless: anything, why: "the target's own name for the model is sent" },
    stream_options: { harmless: anything, why: "the box always asks for usage, and keeps it from who did not" },
    metadata: { harmless: anything, why: accounting },
    store: { harmless: z.literal(false), why: "the default: nothing is kept" },
    service_tier: { harmless: z.enum(["auto", "default"]), why: "the ordinary tier, which every target has" },
    modalities: { harmless: z.tuple([z.literal("text")]), why: "the default: text" },
    logprobs: { harmless: z.literal(false), why: "the default" },
    top_logprobs: { harmless: z.literal(0), why: "none" },
    logit_bias: { harmless: z.strictObject({}), why: "an empty bias" },
    verbosity: { harmless: z.literal("medium"), why: "the default" },
    prompt_cache_key: { harmless: anything, why: costOnly },
    prompt_cache_options: { harmless: anything, why: costOnly },
    prompt_cache_retention: { harmless: anything, why: costOnly },
    functions: { harmless: z.tuple([]), why: "none" },
  },
  chatPart: {
    prompt_cache_breakpoint: { harmless: anything, why: costOnly },
  },
  chatImage: {
    detail: {
      harmless: z.enum(["auto", "high"]),
      why: "other providers always look at the whole image, which is what these two ask for at most",
    },
  },
  /** Clients send back the assistant's message as they got it. */
  chatAssistant: {
    annotations: { harmless: z.array(anything), why: "where an earlier answer had its words from; output only" },
    audio: { harmless: z.null(), why: "none" },
    function_call: { harmless: z.null(), why: "none" },
    parsed: { harmless: anything, why: "added by OpenAI's SDK to what it parsed; the text itself is sent" },
    reasoning: { harmless: anything, why: "thinking of another model, which nobody else reads back" },
    reasoning_content: { harmless: anything, why: "thinking of another model, which nobody else reads back" },
    reasoning_details: { harmless: anything, why: "thinking of another model, which nobody else reads back" },
  },
  chatFormat: {
    name: { harmless: anything, why: "a label" },
    strict: { harmless: z.boolean(), why: "targets that take a schema always keep to it" },
  },
  /** Some servers number their calls, and clients send that back. */
  chatCall: {
    index: { harmless: anything, why: "the order of the list says it" },
  },
  /** Anthropic Messages, the request itself. */
  messagesRequest: {
    model: { harmless: anything, why: "the target's own name for the model is sent" },
    cache_control: { harmless: anything, why: costOnly },
    service_tier: { harmless: z.enum(["auto", "standard_only"]), why: "the ordinary tier, which every target has" },
    speed: { harmless: z.literal("standard"), why: "the default" },
  },
  messagesPart: {
    cache_control: { harmless: anything, why: costOnly },
  },
  messagesText: {
    citations: { harmless: z.array(anything), why: "where an earlier answer had its words from; output only" },
  },
  messagesDocument: {
    citations: { harmless: z.strictObject({ enabled: z.literal(false).nullish() }), why: "the default" },
  },
  messagesCall: {
    caller: { harmless: z.looseObject({ type: z.literal("direct") }), why: "the model itself called, as always" },
  },
  messagesTool: {
    type: { harmless: z.literal("custom"), why: "a tool of the caller's own" },
    cache_control: { harmless: anything, why: costOnly },
    allowed_callers: { harmless: z.tuple([z.literal("direct")]), why: "the default" },
    defer_loading: { harmless: z.literal(false), why: "the default" },
    eager_input_streaming: { harmless: anything, why: "how finely arguments are cut up on their way" },
    input_examples: { harmless: z.tuple([]), why: "none" },
  },
  /**
   * Thinking of earlier answers is left out whole (blocks `thinking` and `redacted_thinking`): its signature can be
   * verified by Anthropic's models alone, and of earlier turns Anthropic itself leaves it out ("Extended thinking",
   * preserving thinking blocks).
   */
  messagesThinking: {
    display: { harmless: z.literal("omitted"), why: "thinking is never shown by a translated answer" },
  },
} satisfies Record<string, Record<string, Field>>;

/** The members of a strict schema that accept what may be left out. */
export function harmless(scope: keyof typeof leftOut): Record<string, z.ZodType> {
  const fields: Record<string, Field> = leftOut[scope];
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.harmless.nullish()]));
}
