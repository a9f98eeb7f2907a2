import { Untranslatable } from "../untranslatable.ts";
import type { Turn } from "./request.ts";

/** Names of the called tools by call id. Throws Untranslatable for a result whose call is not in the conversation. */
export function callNames(turns: readonly Turn[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const turn of turns) {
    if (turn.role === "assistant") {
      for (const part of turn.parts) if (part.type === "call") names.set(part.id, part.name);
    } else if (turn.role === "tool" && !names.has(turn.callId)) {
      throw new Untranslatable(turn.at, `\`${turn.at}\` answers a tool call that no message before it made.`);
    }
  }
  return names;
}
