import type { JsonObject, RequestOptions } from "../dialect.ts";
import { paramName } from "../neutral/param-name.ts";
import type { NeutralRequest, Tool } from "../neutral/request.ts";
import { outputLimit } from "../target-limits.ts";
import { Untranslatable } from "../untranslatable.ts";
import { thinkingConfig } from "./thinking-config.ts";
import { writeContents } from "./write-contents.ts";

/**
 * Writes the body of generateContent and streamGenerateContent (Gemini API reference, v1beta). Throws Untranslatable.
 * The id of the person at the other end is left out: there is no place for it, and the model never sees it.
 */
export function writeGeminiRequest(request: NeutralRequest, options: RequestOptions): JsonObject {
  refuseWhatIsMissing(request);
  const leading = request.turns.findIndex((turn) => turn.role !== "system");
  const system = request.turns.slice(0, leading).flatMap((turn) => (turn.role === "system" ? turn.texts : []));
  const config = writeConfig(request, options);
  return {
    ...(system.length > 0 ? { systemInstruction: { parts: system.map((text) => ({ text })) } } : {}),
    contents: writeContents(request.turns.slice(leading), options.model),
    ...(request.tools.length > 0
      ? { tools: [{ functionDeclarations: request.tools.map(writeTool) }], ...writeToolConfig(request) }
      : {}),
    ...(Object.keys(config).length > 0 ? { generationConfig: config } : {}),
  };
}

function refuseWhatIsMissing({ surface, ...request }: NeutralRequest): void {
  if (!request.isParallel) refuse(paramName(surface, "isParallel"), "Gemini cannot be kept to one call at a time");
  if (request.stop.length > 5) refuse(paramName(surface, "stop"), "Gemini takes at most 5 stop sequences");
  if (request.choices > 1 && request.isStream) {
    refuse(paramName(surface, "choices"), "Gemini streams one answer at a time");
  }
  if (request.seed !== null && (request.seed | 0) !== request.seed) {
    refuse(paramName(surface, "seed"), "Gemini takes seeds of 32 bits");
  }
}

function writeConfig(request: NeutralRequest, options: RequestOptions): JsonObject {
  const { temperature, topP, topK, seed, frequencyPenalty, presencePenalty, stop, choices } = request;
  const limit = outputLimit(request, options);
  return {
    ...(limit === null ? {} : { maxOutputTokens: limit }),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    ...(topK === null ? {} : { topK }),
    ...(seed === null ? {} : { seed }),
    ...(frequencyPenalty === null ? {} : { frequencyPenalty }),
    ...(presencePenalty === null ? {} : { presencePenalty }),
    ...(stop.length > 0 ? { stopSequences: stop } : {}),
    ...(choices > 1 ? { candidateCount: choices } : {}),
    ...writeFormat(request),
    ...writeThinking(request, options.model),
  };
}

/** `responseJsonSchema` takes JSON Schema as it is; `responseSchema` would take a part of it. */
function writeFormat({ format }: NeutralRequest): JsonObject {
  if (!format) return {};
  const mode = { responseMimeType: "application/json" };
  return format.kind === "json" ? mode : { ...mode, responseJsonSchema: format.schema };
}

function writeThinking({ reasoning, surface }: NeutralRequest, model: string): JsonObject {
  if (!reasoning) return {};
  const config = thinkingConfig(reasoning, model);
  if (config) return { thinkingConfig: config };
  return refuse(paramName(surface, "reasoning"), `\`${model}\` has no equivalent of it`);
}

function writeTool({ at, name, description, schema }: Tool): JsonObject {
  if (!/^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/.test(name)) {
    refuse(`${at}.name`, "Gemini's names of functions start with a letter or `_` and have at most 128 characters");
  }
  return {
    name,
    ...(description === null ? {} : { description }),
    ...(schema === null ? {} : { parametersJsonSchema: schema }),
  };
}

/** `VALIDATED` keeps calls to their schema and still leaves the choice to the model; it is so for all tools or none. */
function writeToolConfig({ tools, toolChoice }: NeutralRequest): JsonObject {
  const config = (mode: string, rest: JsonObject = {}) => ({
    toolConfig: { functionCallingConfig: { mode, ...rest } },
  });
  switch (toolChoice.mode) {
    case "auto":
      return tools.some((tool) => tool.isStrict) ? config("VALIDATED") : {};
    case "none":
      return config("NONE");
    case "required":
      return config("ANY");
    case "named":
      return config("ANY", { allowedFunctionNames: [toolChoice.name] });
  }
}

function refuse(param: string, reason: string): never {
  throw new Untranslatable(param, `\`${param}\`: ${reason}.`);
}
