import { z } from "zod";
import { ApiError } from "./api-error.ts";

/** Every practice model produces at most this many tokens. */
export const maxOutputTokens = 4096;

export const models = ["practice-small", "practice-large", "practice-reasoner"] as const;

const Limit = z.int().min(1).max(maxOutputTokens).nullish();
const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(Part)]).nullish(),
});

export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: Limit,
  max_completion_tokens: Limit,
  n: z.int().min(1).max(16).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** Parses a request body. Throws ApiError 400 for what is malformed and 404 for an unknown model, as OpenAI does. */
export function parseChatRequest(body: string): ChatRequest {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new ApiError(400, "We could not parse the JSON body of your request.");
  }
  const parsed = ChatRequest.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path.join(".") ?? "";
    throw new ApiError(400, `Invalid value for '${param}': ${issue?.message ?? "malformed"}`, "invalid_value", param);
  }
  if (!models.some((model) => model === parsed.data.model)) {
    throw new ApiError(404, `The model \`${parsed.data.model}\` does not exist.`, "model_not_found", "model");
  }
  return parsed.data;
}

type Message = z.infer<typeof Message>;

function textOf(message: Message): string {
  if (typeof message.content === "string") return message.content;
  return (message.content ?? []).map((part) => part.text ?? "").join("\n");
}

/** All text of the prompt, in order. */
export function promptText(request: ChatRequest): string {
  return request.messages.map(textOf).join("\n");
}

/** The last thing the user said; faults are asked for in it. */
export function lastUserText(request: ChatRequest): string {
  const last = request.messages.findLast((message) => message.role === "user");
  return last ? textOf(last) : "";
}
