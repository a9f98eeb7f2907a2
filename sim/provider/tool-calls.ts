import type { Call, Tool } from "./call.ts";
import { type Directives, withoutDirectives } from "./directives.ts";
import { jsonPieces } from "./pieces.ts";
import { sampleJson } from "./sample-json.ts";

/** A call the model makes; `pieces` joined are its arguments as JSON text, one token each. */
export type ToolCall = { id: string; name: string; pieces: string[] };

/**
 * Which tools the model calls: those a directive names; the one that tool_choice names, or the first when it says
 * required; else those whose name stands in the last user message, unless the conversation ends with tools' answers.
 */
export function toolCallsFor(call: Call, directives: Directives, id: string): ToolCall[] {
  const wanted = wantedTools(call, directives).slice(0, call.isParallel ? undefined : 1);
  return wanted.map((tool, index) => ({
    id: `${id}${index}`,
    name: tool.name,
    pieces: jsonPieces(JSON.stringify(tool.schema === null ? {} : sampleJson(tool.schema))),
  }));
}

function wantedTools({ tools, toolChoice, toolResults, topic }: Call, directives: Directives): Tool[] {
  if (toolChoice === "none" || tools.length === 0) return [];
  if (typeof toolChoice === "object") return tools.filter(({ name }) => name === toolChoice.name);
  const isAnswered = toolResults.length > 0 && toolChoice !== "required";
  if (isAnswered) return [];
  if (directives.tool !== null) return tools.filter(({ name }) => name === directives.tool);
  if (directives.tools !== null) {
    // More than there are: the model asks for the same tool again.
    return Array.from({ length: directives.tools }, (_, index) => tools[index % tools.length]).filter(isDefined);
  }
  const said = withoutDirectives(topic);
  const named = tools.filter(({ name }) => said.includes(name));
  return toolChoice === "required" && named.length === 0 ? tools.slice(0, 1) : named;
}

function isDefined(tool: Tool | undefined): tool is Tool {
  return tool !== undefined;
}
