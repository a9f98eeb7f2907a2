import type { JsonObject, RequestOptions } from "../dialect.ts";
import { paramName } from "../neutral/param-name.ts";
import type { NeutralRequest, Reasoning, Tool } from "../neutral/request.ts";
import { outputLimit } from "../target-limits.ts";
import { Untranslatable } from "../untranslatable.ts";
import { writeMessages } from "./write-messages.ts";

/** Writes a Messages request (Anthropic API reference, "Create a Message"). Throws Untranslatable. */
export function writeMessagesRequest(request: NeutralRequest, options: RequestOptions): JsonObject {
  refuseWhatIsMissing(request);
  const { surface, temperature, topP, topK, stop, tools } = request;
  const limit = outputLimit(request, options);
  if (limit === null) {
    refuse(paramName(surface, "maxOutputTokens"), "Anthropic's API needs an output limit; set one");
  }
  const leading = request.turns.findIndex((turn) => turn.role !== "system");
  const system = request.turns.slice(0, leading).flatMap((turn) => (turn.role === "system" ? turn.texts : []));
  return {
    model: options.model,
    max_tokens: limit,
    ...(system.length > 0 ? { system: system.map((text) => ({ type: "text", text })) } : {}),
    messages: writeMessages(request.turns.slice(leading)),
    ...(tools.length > 0 ? { tools: tools.map(writeTool), ...writeToolChoice(request) } : {}),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(topK === null ? {} : { top_k: topK }),
    ...(stop.length > 0 ? { stop_sequences: stop } : {}),
    ...writeOutput(request),
    ...(request.endUser === null ? {} : { metadata: { user_id: request.endUser } }),
    ...(request.isStream ? { stream: true } : {}),
  };
}

function refuseWhatIsMissing({ surface, ...request }: NeutralRequest): void {
  if (request.temperature !== null && (request.temperature < 0 || request.temperature > 1)) {
    refuse(paramName(surface, "temperature"), "Anthropic's API takes temperatures from 0 to 1");
  }
  if (request.choices > 1) refuse(paramName(surface, "choices"), "Anthropic's API gives one answer at a time");
  if (request.seed !== null) refuse(paramName(surface, "seed"), "Anthropic's API takes no seed");
  for (const field of ["frequencyPenalty", "presencePenalty"] as const) {
    // 0 is the default elsewhere and means no penalty.
    if (request[field] !== null && request[field] !== 0) {
      refuse(paramName(surface, field), "Anthropic's API has no penalties");
    }
  }
}

function writeTool({ at, name, description, schema, isStrict }: Tool): JsonObject {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    refuse(`${at}.name`, "Anthropic's API takes tool names of 1 to 128 letters, digits, `_` and `-`");
  }
  return {
    name,
    ...(description === null ? {} : { description }),
    input_schema: schema ?? { type: "object", properties: {} },
    ...(isStrict ? { strict: true } : {}),
  };
}

function writeToolChoice({ toolChoice, isParallel }: NeutralRequest): JsonObject {
  const single = isParallel ? {} : { disable_parallel_tool_use: true };
  switch (toolChoice.mode) {
    case "auto":
      return isParallel ? {} : { tool_choice: { type: "auto", ...single } };
    case "none":
      return { tool_choice: { type: "none" } };
    case "required":
      return { tool_choice: { type: "any", ...single } };
    case "named":
      return { tool_choice: { type: "tool", name: toolChoice.name, ...single } };
  }
}

/**
 * OpenAI's efforts and Anthropic's (`output_config.effort`, "Effort") have the same names but for `minimal`; with
 * adaptive thinking the effort is what steers the thinking ("Adaptive thinking").
 */
function writeOutput({ format, reasoning, surface }: NeutralRequest): JsonObject {
  if (format?.kind === "json") {
    refuse(paramName(surface, "format"), "Anthropic's API has no JSON mode without a schema; use `json_schema`");
  }
  const effort = effortOf(reasoning, surface);
  const config = {
    ...(effort === null ? {} : { effort }),
    ...(format === null ? {} : { format: { type: "json_schema", schema: format.schema } }),
  };
  return {
    ...thinkingOf(reasoning),
    ...(Object.keys(config).length > 0 ? { output_config: config } : {}),
  };
}

function effortOf(reasoning: Reasoning | null, surface: NeutralRequest["surface"]): string | null {
  if (reasoning?.kind !== "effort") return null;
  if (reasoning.effort === "minimal") {
    refuse(paramName(surface, "reasoning"), "Anthropic's efforts are low, medium, high, xhigh and max");
  }
  return reasoning.effort;
}

function thinkingOf(reasoning: Reasoning | null): JsonObject {
  switch (reasoning?.kind) {
    case "off":
      return { thinking: { type: "disabled" } };
    case "effort":
      return { thinking: { type: "adaptive" } };
    case "budget":
      return { thinking: { type: "enabled", budget_tokens: reasoning.tokens } };
    default:
      return {};
  }
}

function refuse(param: string, reason: string): never {
  throw new Untranslatable(param, `\`${param}\`: ${reason}.`);
}
