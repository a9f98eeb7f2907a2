import type { Metered } from "../usage/metered.ts";
import type { Stop } from "./answer.ts";

/** A piece of an answer on its way. `call` numbers the tool calls of a choice from 0. */
export type StreamPart =
  | { type: "id"; id: string }
  | { type: "text"; choice: number; text: string }
  | { type: "refusal"; choice: number; text: string }
  | { type: "call_start"; choice: number; call: number; id: string; name: string }
  | { type: "call_args"; choice: number; call: number; json: string }
  | { type: "stop"; choice: number; stop: Stop; stopSequence: string | null }
  | { type: "usage"; usage: Metered };

/** Reads one upstream stream. `feed` throws MalformedAnswer. */
export type StreamReader = {
  feed(data: string): StreamPart[];
  readonly isDone: boolean;
};
