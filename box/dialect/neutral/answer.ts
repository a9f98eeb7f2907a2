import type { Metered } from "../usage/metered.ts";

/** Why the model stopped. `refusal`: the provider's filter or the model's own policy ended it. */
export type Stop = "end" | "stop_sequence" | "length" | "calls" | "refusal";

export type AnswerPart =
  | { type: "text"; text: string }
  /** Why it was refused, in the provider's words. */
  | { type: "refusal"; text: string }
  | { type: "call"; id: string; name: string; argsJson: string };

export type Choice = { parts: AnswerPart[]; stop: Stop; stopSequence: string | null };

/** What an upstream answered, in no API's words. Its thinking is left out: no other provider could verify or use it. */
export type Answer = {
  id: string | null;
  choices: Choice[];
  /** Null: the upstream did not say. */
  usage: Metered | null;
};
