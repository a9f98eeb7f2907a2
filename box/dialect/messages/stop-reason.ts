import type { JsonObject } from "../dialect.ts";
import type { Stop } from "../neutral/answer.ts";

const reasons: Record<Stop, string> = {
  end: "end_turn",
  stop_sequence: "stop_sequence",
  length: "max_tokens",
  calls: "tool_use",
  refusal: "refusal",
};

/** Anthropic's fields for why an answer ended; the words of a refusal are its explanation. */
export function stopFields(stop: Stop, stopSequence: string | null, refusal: string): JsonObject {
  return {
    stop_reason: reasons[stop],
    stop_sequence: stopSequence,
    stop_details: stop === "refusal" ? { type: "refusal", category: null, explanation: refusal || null } : null,
  };
}
