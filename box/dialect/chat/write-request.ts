import { portableCallId } from "../call-id.ts";
import type { JsonObject, RequestOptions } from "../dialect.ts";
import { dataUrl } from "../inline-data.ts";
import { paramName } from "../neutral/param-name.ts";
import type {
  Format,
  NeutralRequest,
  Reasoning,
  Tool,
  ToolChoice,
  Turn,
  TurnOf,
  UserPart,
} from "../neutral/request.ts";
import { checkImageType, outputLimit } from "../target-limits.ts";
import { Untranslatable } from "../untranslatable.ts";

/** Writes a Chat Completions request (OpenAI API reference, "Create chat completion"). Throws Untranslatable. */
export function writeChatRequest(request: NeutralRequest, options: RequestOptions): JsonObject {
  const { surface, temperature, topP, seed, frequencyPenalty, presencePenalty, stop, choices } = request;
  if (request.topK !== null) refuse(paramName(surface, "topK"), "Chat Completions has no top-k sampling");
  if (stop.length > 4) refuse(paramName(surface, "stop"), "Chat Completions takes at most 4 stop sequences");
  const limit = outputLimit(request, options);
  return {
    model: options.model,
    messages: request.turns.map(writeTurn),
    ...(request.tools.length > 0 ? writeTools(request) : {}),
    ...(request.format ? { response_format: writeFormat(request.format) } : {}),
    ...(limit === null ? {} : { [options.limitField ?? "max_completion_tokens"]: limit }),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(seed === null ? {} : { seed }),
    ...(frequencyPenalty === null ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === null ? {} : { presence_penalty: presencePenalty }),
    ...(stop.length > 0 ? { stop } : {}),
    ...(choices > 1 ? { n: choices } : {}),
    ...(request.reasoning ? { reasoning_effort: writeEffort(request.reasoning, surface) } : {}),
    ...(request.endUser === null ? {} : { user: request.endUser }),
    ...(request.isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
}

function writeTurn(turn: Turn): JsonObject {
  switch (turn.role) {
    case "system":
      return { role: "system", content: shortened(turn.texts.map((text) => ({ type: "text", text }))) };
    case "user":
      return { role: "user", content: shortened(turn.parts.map((part) => writePart(part, turn.at))) };
    case "tool":
      return { role: "tool", tool_call_id: portableCallId(turn.callId), content: writeResult(turn) };
    case "assistant": {
      const said = turn.parts.filter((part) => part.type === "text");
      const calls = turn.parts.filter((part) => part.type === "call");
      return {
        role: "assistant",
        content: said.length > 0 ? shortened(said.map(({ text }) => ({ type: "text", text }))) : null,
        ...(calls.length > 0
          ? {
              tool_calls: calls.map(({ id, name, argsJson }) => ({
                id: portableCallId(id),
                type: "function",
                function: { name, arguments: argsJson },
              })),
            }
          : {}),
      };
    }
  }
}

/** Chat has no mark for a failed tool: the model learns it from the words, as it would from the caller's own. */
function writeResult(turn: TurnOf<"tool">): unknown {
  const texts = turn.parts.map((part) => {
    if (part.type === "text") return part.text;
    return refuse(turn.at, `Chat Completions takes only text as a tool's result, no part of type ${part.type}`);
  });
  const [first = "", ...others] = texts;
  const said = turn.isError ? [`Error: ${first}`, ...others] : texts;
  return said.length === 0 ? "" : shortened(said.map((text) => ({ type: "text", text })));
}

function writePart(part: UserPart, at: string): JsonObject {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image": {
      const { source } = part;
      if (source.kind === "inline") checkImageType(source.mimeType, "chat", at);
      const url = source.kind === "url" ? source.url : dataUrl(source.mimeType, source.data);
      return { type: "image_url", image_url: { url } };
    }
    case "file":
      return { type: "file", file: { filename: part.name, file_data: dataUrl("application/pdf", part.data) } };
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: part.data, format: part.mimeType === "audio/wav" ? "wav" : "mp3" },
      };
  }
}

/** One text is sent as a string: several compatible servers know nothing else. */
function shortened(parts: JsonObject[]): unknown {
  const [only] = parts;
  return parts.length === 1 && only?.type === "text" ? only.text : parts;
}

function writeTools({ tools, toolChoice, isParallel }: NeutralRequest): JsonObject {
  return {
    tools: tools.map(writeTool),
    ...(toolChoice.mode === "auto" ? {} : { tool_choice: writeToolChoice(toolChoice) }),
    ...(isParallel ? {} : { parallel_tool_calls: false }),
  };
}

function writeTool({ at, name, description, schema, isStrict }: Tool): JsonObject {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    refuse(`${at}.name`, "Chat Completions takes tool names of 1 to 64 letters, digits, `_` and `-`");
  }
  return {
    type: "function",
    function: {
      name,
      ...(description === null ? {} : { description }),
      ...(schema === null ? {} : { parameters: schema }),
      ...(isStrict ? { strict: true } : {}),
    },
  };
}

function writeToolChoice(choice: ToolChoice): unknown {
  return choice.mode === "named" ? { type: "function", function: { name: choice.name } } : choice.mode;
}

function writeFormat(format: Format): JsonObject {
  if (format.kind === "json") return { type: "json_object" };
  return { type: "json_schema", json_schema: { name: "answer", schema: format.schema, strict: true } };
}

function writeEffort(reasoning: Reasoning, surface: NeutralRequest["surface"]): string {
  if (reasoning.kind === "off") return "none";
  if (reasoning.kind === "effort") return reasoning.effort;
  return refuse(
    `${paramName(surface, "reasoning")}.budget_tokens`,
    'Chat Completions knows an effort, but no budget of reasoning tokens; use `{"type": "adaptive"}`',
  );
}

function refuse(param: string, reason: string): never {
  throw new Untranslatable(param, `\`${param}\`: ${reason}.`);
}
