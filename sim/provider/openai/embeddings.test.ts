import OpenAI, { BadRequestError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;
let client: OpenAI;

beforeAll(async () => {
  provider = await spawnProvider(7);
  client = new OpenAI({ baseURL: provider.baseUrl, apiKey: "practice-test", maxRetries: 0 });
});
afterAll(() => provider.stop());

const model = "practice-embedding";
const length = (vector: number[]) => Math.hypot(...vector);
const dot = (one: number[], other: number[]) => one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

async function embed(input: string | string[] | number[] | number[][], more: { dimensions?: number } = {}) {
  const answer = await client.embeddings.create({ model, input, encoding_format: "float", ...more });
  return answer.data.map(({ embedding }) => embedding);
}

test("a text has one unit vector, always the same, as long as asked for", async () => {
  const [first = []] = await embed("a quiet harbour");
  const [again = []] = await embed("a quiet harbour");
  expect(first).toEqual(again);
  expect(first).toHaveLength(1536);
  expect(length(first)).toBeCloseTo(1, 4);
  const [short = []] = await embed("a quiet harbour", { dimensions: 64 });
  expect(short).toHaveLength(64);
  expect(length(short)).toBeCloseTo(1, 4);
});

test("base64, which the client asks for by itself, carries the same numbers as floats", async () => {
  const [floats] = await embed("same numbers");
  const { data } = await client.embeddings.create({ model, input: "same numbers" });
  expect(data[0]?.embedding).toEqual(floats);
  expect((await provider.requests()).at(-1)?.body).toContain('"encoding_format":"base64"');
});

test("texts that share words are nearer than texts that do not", async () => {
  const [one = [], near = [], far = []] = await embed(["red boat harbour", "blue boat harbour", "tax form audit"]);
  expect(dot(one, near)).toBeGreaterThan(dot(one, far));
});

test("lists of texts and of token ids give one vector each, and their tokens are billed", async () => {
  expect(await embed(["one", "two", "three"])).toHaveLength(3);
  expect(await embed([1, 2, 3])).toHaveLength(1);
  expect(await embed([[1, 2], [3]])).toHaveLength(2);
  const row = (await provider.ledger()).at(-1);
  expect(row).toMatchObject({ surface: "openai.embeddings", inputTokens: 3, outputTokens: 0 });
  expect(row?.rawUsage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
});

test("an empty text is refused", async () => {
  await expect(embed(["fine", ""])).rejects.toBeInstanceOf(BadRequestError);
});

test("directives stand in the first text", async () => {
  await expect(embed("[[sim status=503]]")).rejects.toMatchObject({ status: 503 });
});
