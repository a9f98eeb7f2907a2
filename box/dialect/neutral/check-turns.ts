import { Untranslatable } from "../untranslatable.ts";
import { callNames } from "./call-names.ts";
import type { NeutralRequest } from "./request.ts";

/**
 * What every dialect demands of a conversation. Throws Untranslatable.
 *
 * A conversation that ends with the assistant means different things: Anthropic continues that text ("Prefill", Messages
 * API reference), OpenAI answers after it, Gemini refuses it.
 */
export function checkTurns({ turns, tools, toolChoice }: NeutralRequest): void {
  const last = turns.at(-1);
  if (!last || turns.every((turn) => turn.role === "system")) {
    throw new Untranslatable("messages", "`messages` has nothing that a model could answer.");
  }
  if (last.role === "assistant") {
    throw new Untranslatable(
      last.at,
      `\`${last.at}\`: a conversation that ends with the assistant cannot be translated.`,
    );
  }
  callNames(turns);
  if (toolChoice.mode === "named" && !tools.some((tool) => tool.name === toolChoice.name)) {
    throw new Untranslatable("tool_choice", `\`tool_choice\` names \`${toolChoice.name}\`, which is not in \`tools\`.`);
  }
  if (toolChoice.mode === "required" && tools.length === 0) {
    throw new Untranslatable("tool_choice", "`tool_choice` demands a call, but there are no `tools`.");
  }
}
