import { isObject } from "../exact-json.ts";
import { chatUsage, embeddingsUsage } from "./chat-usage.ts";
import { geminiUsage } from "./gemini-usage.ts";
import { messagesUsage } from "./messages-usage.ts";
import type { Metered } from "./metered.ts";
import { responsesUsage } from "./responses-usage.ts";

/** What a whole answer says it used; null when it says nothing or nonsense (then the hold is charged), never zeros. */
export function usageOf(
  wire: "chat" | "responses" | "embeddings" | "messages" | "gemini",
  json: unknown,
): Metered | null {
  if (!isObject(json)) return null;
  switch (wire) {
    case "chat":
      return chatUsage(json.usage);
    case "embeddings":
      return embeddingsUsage(json.usage);
    case "messages":
      return messagesUsage(json.usage);
    case "responses":
      return responsesUsage(json);
    case "gemini":
      return geminiUsage(json);
  }
}
