import { createHash } from "node:crypto";

/**
 * The id of a tool call whose upstream gave none (Gemini, some compatible servers): the same for the same place in the
 * same answer, so that a stream and a whole answer agree.
 */
export function callIdAt(answerId: string, choice: number, call: number): string {
  return `call_${digest(`${answerId}/${choice}/${call}`)}`;
}

/**
 * An id that every API accepts: OpenAI takes up to 40 characters, Anthropic only letters, digits, `_` and `-`. Others
 * (`functions.get_weather:0`) are replaced, always by the same id, so that a call and its result still belong together.
 */
export function portableCallId(id: string): string {
  return /^[A-Za-z0-9_-]{1,40}$/.test(id) ? id : `call_${digest(id)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
