import type { Stop } from "../neutral/answer.ts";

/** OpenAI's word for why an answer ended. */
export const finishReason: Record<Stop, string> = {
  end: "stop",
  stop_sequence: "stop",
  length: "length",
  calls: "tool_calls",
  refusal: "content_filter",
};
