import type { ChatBody } from "./chat-body.ts";
import { GatewayError } from "./gateway-error.ts";

/** Why a call's price has no upper bound. */
export type Unbounded = { code: "unbounded_input" | "unbounded_price"; message: string; param: string };

/** What decides how much a call can cost, but for its length. */
export type CallShape = {
  messages: number;
  tools: number;
  choices: number;
  /** Output tokens per choice that the caller allows; null when it set no limit. */
  outputLimit: number | null;
  /** Tokens of a `prediction`: those not used are billed as output too. */
  predictionBytes: number;
  unbounded: Unbounded | null;
};

const textParts = new Set(["text", "refusal", "input_text", "output_text"]);
const ownTools = new Set(["function", "custom"]);
/** Options of several providers that make them read the web, or run another model than the one asked for. */
const searchOptions = ["web_search_options", "search_parameters", "enable_search", "plugins"];

/** Reads the shape of a request. Throws GatewayError 400 for limits that are not positive whole numbers. */
export function readCallShape(body: ChatBody): CallShape {
  const messages = listOf(body.messages);
  const tools = [...listOf(body.tools), ...listOf(body.functions)];
  const limits = [wholeNumber(body, "max_completion_tokens"), wholeNumber(body, "max_tokens")];
  // With both set, providers differ in which one they honour: count on the larger.
  const known = limits.filter((limit) => limit !== null);
  return {
    messages: messages.length,
    tools: tools.length,
    choices: wholeNumber(body, "n") ?? 1,
    outputLimit: known.length > 0 ? Math.max(...known) : null,
    predictionBytes: isSet(body.prediction) ? Buffer.byteLength(JSON.stringify(body.prediction)) : 0,
    unbounded: findUnbounded(body, messages, listOf(body.tools)),
  };
}

/** Tokens are at least a byte each in every byte-level encoding; the constants cover what chat templates add. */
export function inputBound(bodyBytes: number, shape: CallShape): number {
  return bodyBytes + 64 + 16 * shape.messages + 32 * shape.tools;
}

/** Output tokens of all choices together; null when neither the caller nor the model sets a limit. */
export function outputBound(shape: CallShape, maxOutputTokens: number | null): number | null {
  const perChoice = shape.outputLimit ?? maxOutputTokens;
  return perChoice === null ? null : (perChoice + shape.predictionBytes) * shape.choices;
}

function findUnbounded(body: ChatBody, messages: readonly unknown[], tools: readonly unknown[]): Unbounded | null {
  for (const message of messages) {
    const parts = listOf(field(message, "content"));
    const odd = parts.map((part) => field(part, "type")).find((type) => !isIn(textParts, type));
    if (parts.length > 0 && odd !== undefined) return unboundedInput(`content of type "${String(odd)}"`, "messages");
    if (isSet(field(message, "audio"))) return unboundedInput("earlier audio", "messages");
  }
  const tool = tools.find((item) => !isIn(ownTools, field(item, "type")));
  if (tool !== undefined) return unboundedInput(`the built-in tool "${String(field(tool, "type"))}"`, "tools");
  const search = searchOptions.find((name) => isSet(body[name]));
  if (search) return unboundedInput(`\`${search}\``, search);
  if (isSet(body.service_tier) && body.service_tier !== "default") return unboundedPrice("service_tier");
  if (isSet(body.models)) return unboundedPrice("models");
  if (listOf(body.modalities).some((kind) => kind !== "text")) return unboundedPrice("modalities");
  return null;
}

function unboundedInput(what: string, param: string): Unbounded {
  return { code: "unbounded_input", message: `the input tokens of ${what} cannot be bounded beforehand`, param };
}

function unboundedPrice(param: string): Unbounded {
  return { code: "unbounded_price", message: `\`${param}\` changes the price in a way that is not known`, param };
}

function wholeNumber(body: ChatBody, name: string): number | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new GatewayError(400, "invalid_value", `\`${name}\` must be a whole number of at least 1.`, { param: name });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function isIn(allowed: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === "string" && allowed.has(value);
}
