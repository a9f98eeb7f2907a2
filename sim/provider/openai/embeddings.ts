import { z } from "zod";
import type { Exchange } from "../exchange.ts";
import { invalid } from "../fault.ts";
import type { Surface } from "../ledger.ts";
import { openCall } from "../open-call.ts";
import { parseJson } from "../parse-json.ts";
import { seededRandom } from "../random.ts";
import { sendWhole } from "../send.ts";
import { countTokens, splitUnits } from "../tokens.ts";
import { nothingProduced } from "../usage.ts";
import { chatUsage } from "./chat-usage.ts";

const TokenIds = z.array(z.int().min(0)).min(1).max(8192);
const EmbeddingsRequest = z.looseObject({
  model: z.string().optional(),
  input: z.union([z.string(), TokenIds, z.array(z.string()).min(1).max(2048), z.array(TokenIds).min(1).max(2048)]),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.int().min(1).max(3072).nullish(),
});

const usualDimensions = 1536;

/** Embeddings of texts or token ids. Source: platform.openai.com, "Create embeddings". */
export async function embed(exchange: Exchange, surface: Surface, deployment: string | null): Promise<void> {
  const { world } = exchange;
  const request = parseJson(EmbeddingsRequest, exchange.body);
  const model = deployment ?? request.model;
  if (model === undefined) throw invalid("you must provide a model parameter", "model", null);
  world.models.require(model);
  const inputs = inputsOf(request.input);
  if (inputs.includes("")) throw invalid("'$.input' is invalid: a text must not be empty.", "input");
  const tokens = inputs.reduce((sum: number, input) => sum + tokensOf(input), 0);
  const topic = typeof inputs[0] === "string" ? inputs[0] : "";
  const opened = await openCall(exchange, {
    ...{ surface, model, topic, isStream: false, images: 0 },
    ...{ promptTokens: tokens, promptFilter: "none" },
  });
  if (!opened) return;
  const [directives, row] = opened;
  const promptTokens = directives.input ?? tokens;
  const rawUsage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  const body = {
    object: "list",
    data: inputs.map((input, index) => {
      const vector = unitVector(world.seed, model, input, request.dimensions ?? usualDimensions);
      return {
        object: "embedding",
        index,
        embedding: request.encoding_format === "base64" ? toBase64(vector) : vector,
      };
    }),
    model,
    ...(directives.noUsage ? {} : { usage: rawUsage }),
  };
  const sent = await sendWhole(exchange.response, body, directives, nothingProduced);
  const input = { tokens: promptTokens, cached: 0, cacheWrite5m: 0, cacheWrite1h: 0, audio: 0 };
  const usage = chatUsage({ input, output: nothingProduced, searches: 0 });
  const counts = { inputTokens: promptTokens, outputTokens: 0, searches: 0 };
  const { isComplete } = sent;
  world.ledger.push({ at: Date.now(), ...row, status: 200, usage, rawUsage, ...counts, isComplete });
}

type Input = string | number[];

function inputsOf(input: z.infer<typeof EmbeddingsRequest>["input"]): Input[] {
  if (typeof input === "string") return [input];
  return isTokenIds(input) ? [input] : [...input];
}

function isTokenIds(input: string[] | number[] | number[][]): input is number[] {
  return typeof input[0] === "number";
}

function tokensOf(input: Input): number {
  return typeof input === "string" ? countTokens(input) : input.length;
}

/** The sum of one random vector per word, at length 1: texts that share words are near each other. */
export function unitVector(seed: number, model: string, input: Input, dimensions: number): number[] {
  const units = typeof input === "string" ? splitUnits(input.toLowerCase()) : input.map(String);
  const sum = Array.from({ length: dimensions }, () => 0);
  // White space only still has a direction.
  for (const unit of units.length === 0 ? [""] : units) {
    const random = seededRandom(seed, `${model}|${unit}`);
    for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + random() - 0.5;
  }
  const length = Math.hypot(...sum);
  // float32 is what the base64 form carries; both forms give the same numbers.
  return sum.map((value) => Math.fround(value / length));
}

function toBase64(vector: number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}
