import { z } from "zod";
import { type Call, plainCall, type Tool, type ToolChoice, withTools } from "../call.ts";
import { invalid } from "../fault.ts";
import type { ModelList } from "../model-list.ts";
import { parseJson } from "../parse-json.ts";

const Json = z.record(z.string(), z.unknown());
const Blob = z.looseObject({ mimeType: z.string(), data: z.string() });
const Part = z.strictObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  inlineData: Blob.optional(),
  fileData: z.looseObject({ fileUri: z.string() }).optional(),
  functionCall: z.strictObject({ name: z.string(), args: Json.optional(), id: z.string().optional() }).optional(),
  functionResponse: z.looseObject({ name: z.string(), response: Json, id: z.string().optional() }).optional(),
  executableCode: z.unknown().optional(),
  codeExecutionResult: z.unknown().optional(),
  videoMetadata: z.unknown().optional(),
  mediaResolution: z.unknown().optional(),
});
type Part = z.infer<typeof Part>;
const Content = z.strictObject({ role: z.enum(["user", "model"]).optional(), parts: z.array(Part).min(1) });
type Content = z.infer<typeof Content>;

const Declaration = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][\w.:-]{0,127}$/),
  description: z.string().optional(),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
  response: z.unknown().optional(),
  responseJsonSchema: z.unknown().optional(),
  behavior: z.string().optional(),
});
const ToolSpec = z.looseObject({ functionDeclarations: z.array(Declaration).optional() });
const CallingMode = z.enum(["AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED"]);
const CallingConfig = z.strictObject({
  mode: CallingMode.optional(),
  allowedFunctionNames: z.array(z.string()).optional(),
});
const Thinking = z.strictObject({
  includeThoughts: z.boolean().optional(),
  thinkingBudget: z.int().min(-1).optional(),
  thinkingLevel: z.string().optional(),
});
const GenerationConfig = z.strictObject({
  maxOutputTokens: z.int().optional(),
  stopSequences: z.array(z.string().min(1)).max(5).optional(),
  candidateCount: z.int().min(1).max(8).optional(),
  responseMimeType: z.string().optional(),
  responseSchema: z.unknown().optional(),
  responseJsonSchema: z.unknown().optional(),
  thinkingConfig: Thinking.optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  seed: z.int().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  responseLogprobs: z.boolean().optional(),
  logprobs: z.int().optional(),
  responseModalities: z.array(z.string()).optional(),
  speechConfig: z.unknown().optional(),
  mediaResolution: z.string().optional(),
  imageConfig: z.unknown().optional(),
});

/** Google refuses fields it does not know. */
const GenerateRequest = z.strictObject({
  contents: z.array(Content).min(1),
  systemInstruction: z.strictObject({ role: z.string().optional(), parts: z.array(Part).min(1) }).optional(),
  tools: z.array(ToolSpec).optional(),
  toolConfig: z.looseObject({ functionCallingConfig: CallingConfig.optional() }).optional(),
  generationConfig: GenerationConfig.optional(),
  safetySettings: z.array(z.strictObject({ category: z.string(), threshold: z.string() })).optional(),
  cachedContent: z.string().optional(),
  labels: z.unknown().optional(),
  store: z.boolean().optional(),
  serviceTier: z.string().optional(),
});
type GenerateRequest = z.infer<typeof GenerateRequest>;

export type ParsedGenerate = { call: Call; hasThoughts: boolean };

/** `models.generateContent`. Throws a Fault. Source: ai.google.dev, "Generating content". */
export function parseGenerateRequest(body: string, model: string, models: ModelList): ParsedGenerate {
  models.require(model);
  const request = parseJson(GenerateRequest, body);
  const config = request.generationConfig ?? {};
  models.checkLimit(model, config.maxOutputTokens, "generationConfig.maxOutputTokens");
  checkFunctionTurns(request.contents);
  checkSignatures(request.contents, model);
  const tools = toolsOf(request);
  const parts = request.contents.flatMap((content) => content.parts);
  const system = request.systemInstruction?.parts ?? [];
  const prompt = [...system, ...parts].map(partText).join("\n");
  const asked = request.contents.findLast(({ role, parts }) => role !== "model" && parts.some(({ text }) => text));
  const { thinkingBudget, thinkingLevel, includeThoughts = false } = config.thinkingConfig ?? {};
  const call: Call = {
    ...plainCall(model, withTools(prompt, tools), asked ? contentText(asked) : ""),
    images: parts.filter(({ inlineData }) => inlineData?.mimeType.startsWith("image/")).length,
    imageTokens: 258,
    audioTokens: 50 * parts.filter(({ inlineData }) => inlineData?.mimeType.startsWith("audio/")).length,
    tools,
    toolChoice: toolChoiceOf(request, tools),
    toolResults: (request.contents.at(-1)?.parts ?? [])
      .filter(({ functionResponse }) => functionResponse)
      .map(partText),
    json: formatOf(config),
    maxOutputTokens: config.maxOutputTokens ?? null,
    stopSequences: config.stopSequences ?? [],
    choices: config.candidateCount ?? 1,
    isThinking: includeThoughts || thinkingLevel !== undefined || (thinkingBudget ?? 0) !== 0,
  };
  return { call, hasThoughts: includeThoughts };
}

function contentText({ parts }: Content): string {
  return parts.map((part) => part.text ?? "").join("\n");
}

function partText({ text, functionCall, functionResponse }: Part): string {
  if (functionCall) return `${functionCall.name} ${JSON.stringify(functionCall.args ?? {})}`;
  return functionResponse ? JSON.stringify(functionResponse.response) : (text ?? "");
}

function toolsOf({ tools }: GenerateRequest): Tool[] {
  const declared = (tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? []);
  return declared.map((tool) => ({ name: tool.name, schema: tool.parametersJsonSchema ?? tool.parameters ?? null }));
}

function toolChoiceOf({ toolConfig }: GenerateRequest, tools: Tool[]): ToolChoice {
  const { mode = "AUTO", allowedFunctionNames: allowed = [] } = toolConfig?.functionCallingConfig ?? {};
  if (allowed.length > 0 && mode === "AUTO") {
    throw invalid("Allowed function names can only be set when the function calling mode is ANY or VALIDATED.");
  }
  if (mode === "NONE") return "none";
  if (mode !== "ANY") return "auto";
  const unknown = allowed.find((name) => !tools.some((tool) => tool.name === name));
  if (unknown !== undefined) throw invalid(`Function '${unknown}' is not declared.`);
  return allowed[0] === undefined ? "required" : { name: allowed[0] };
}

function formatOf(config: z.infer<typeof GenerationConfig>): Call["json"] {
  const schema = config.responseJsonSchema ?? config.responseSchema;
  if (config.responseMimeType === "application/json") return { schema: schema ?? null };
  if (schema !== undefined) {
    throw invalid("A response schema is supported only with a responseMimeType of application/json.");
  }
  return null;
}

/** A turn with N calls is followed by one turn with N responses. */
function checkFunctionTurns(contents: Content[]): void {
  const count = (content: Content | undefined, kind: "functionCall" | "functionResponse") =>
    (content?.parts ?? []).filter((part) => part[kind]).length;
  for (const [index, content] of contents.entries()) {
    const calls = count(contents[index - 1], "functionCall");
    if (calls !== count(content, "functionResponse")) {
      throw invalid("The number of function response parts is not that of the function call turn before it.");
    }
  }
  if (count(contents.at(-1), "functionCall") > 0)
    throw invalid("A function call turn comes without its response turn.");
}

/** From Gemini 3 on the first call of a turn brings its signature back, within the current turn of the user. */
function checkSignatures(contents: Content[], model: string): void {
  if (!/^gemini-([3-9]|\d\d)/.test(model)) return;
  const start = contents.findLastIndex(({ role, parts }) => role !== "model" && parts.some(({ text }) => text));
  for (const [index, { parts }] of contents.entries()) {
    const call = parts.find(({ functionCall }) => functionCall);
    if (index < start || !call?.functionCall || call.thoughtSignature) continue;
    const { name } = call.functionCall;
    throw invalid(`Function call \`${name}\` in the ${index + 1}. content block is missing a \`thought_signature\`.`);
  }
}
