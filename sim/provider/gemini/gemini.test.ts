import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await spawnProvider(7, { models: ["gemini-3-pro"] });
});
afterAll(() => provider.stop());

const Part = z.strictObject({
  text: z.string().optional(),
  thought: z.literal(true).optional(),
  thoughtSignature: z.string().optional(),
  functionCall: z.strictObject({ name: z.string(), args: z.unknown(), id: z.string() }).optional(),
});
const Detail = z.strictObject({ modality: z.enum(["TEXT", "AUDIO"]), tokenCount: z.int() });
/** The fields of the REST reference that the provider uses; anything else in an answer is a mistake. */
const Answer = z.strictObject({
  candidates: z
    .array(
      z.strictObject({
        content: z.strictObject({ parts: z.array(Part).default([]), role: z.literal("model") }),
        finishReason: z.enum(["STOP", "MAX_TOKENS", "SAFETY"]).optional(),
        index: z.int(),
        groundingMetadata: z.strictObject({ webSearchQueries: z.array(z.string()) }).optional(),
      }),
    )
    .default([]),
  promptFeedback: z.looseObject({ blockReason: z.string() }).optional(),
  usageMetadata: z
    .strictObject({
      promptTokenCount: z.int(),
      cachedContentTokenCount: z.int().optional(),
      candidatesTokenCount: z.int().optional(),
      thoughtsTokenCount: z.int().optional(),
      totalTokenCount: z.int(),
      promptTokensDetails: z.array(Detail).optional(),
      cacheTokensDetails: z.array(Detail).optional(),
      candidatesTokensDetails: z.array(Detail).optional(),
    })
    .optional(),
  modelVersion: z.string(),
  responseId: z.string(),
});
type Answer = z.infer<typeof Answer>;
const Problem = z.object({
  error: z.object({
    code: z.int(),
    message: z.string(),
    status: z.string(),
    details: z.array(z.looseObject({})).default([]),
  }),
});

const says = (text: string) => ({ contents: [{ role: "user", parts: [{ text }] }] });
const schema = { type: "OBJECT", properties: { city: { type: "STRING" } }, required: ["city"] };
const tools = [{ functionDeclarations: ["alpha", "beta"].map((name) => ({ name, parameters: schema })) }];

function post(method: string, body: object, key = "practice-test") {
  const headers = { "x-goog-api-key": key, "content-type": "application/json" };
  const url = `${provider.origin}/v1beta/models/${method}`;
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}
async function ask(body: object): Promise<Answer> {
  return Answer.parse(await (await post("gemini-3-pro:generateContent", body)).json());
}
async function refusal(body: object) {
  return Problem.parse(await (await post("gemini-3-pro:generateContent", body)).json()).error;
}
async function stream(body: object): Promise<Answer[]> {
  const chunks: Answer[] = [];
  const parser = createParser({ onEvent: ({ data }) => void chunks.push(Answer.parse(JSON.parse(data))) });
  parser.feed(await (await post("gemini-3-pro:streamGenerateContent?alt=sse", body)).text());
  return chunks;
}
const partsOf = ({ candidates }: Answer) => candidates[0]?.content.parts ?? [];
const textOf = (answers: Answer[]) =>
  answers
    .flatMap(partsOf)
    .map((part) => (part.thought ? "" : (part.text ?? "")))
    .join("");

test("an answer has its parts, and usage that adds up and stands in the ledger", async () => {
  const answer = await ask({ ...says("Plan a picnic"), systemInstruction: { parts: [{ text: "Be brief." }] } });
  expect(textOf([answer])).toContain("Plan a picnic");
  expect(answer.candidates[0]?.finishReason).toBe("STOP");
  const usage = answer.usageMetadata;
  expect(usage?.totalTokenCount).toBe((usage?.promptTokenCount ?? 0) + (usage?.candidatesTokenCount ?? 0));
  expect((await provider.ledger()).at(-1)).toMatchObject({ surface: "gemini.generateContent", rawUsage: usage });
});

const thinking = { generationConfig: { thinkingConfig: { includeThoughts: true, thinkingBudget: 512 } } };
test.each([
  ["text", says("Plan a picnic")],
  ["function calls", { ...says("alpha and beta"), tools }],
  ["thoughts", { ...says("Think"), ...thinking }],
  ["a cut", { ...says("[[sim tokens=99]]"), generationConfig: { maxOutputTokens: 10 } }],
  ["two candidates", { ...says("Twice"), generationConfig: { candidateCount: 2 } }],
  ["a blocked prompt", says("[[sim content_filter]]")],
  ["a blocked answer", says("[[sim refusal]]")],
])("a stream adds up to the whole answer, and its last chunk has all usage: %s", async (_, body) => {
  const whole = await ask(body);
  const chunks = await stream(body);
  for (const index of whole.candidates.keys()) {
    const merged = chunks.flatMap(({ candidates }) => candidates.filter((candidate) => candidate.index === index));
    const texts = (isThought: boolean, parts: z.infer<typeof Part>[]) =>
      parts.map((part) => (Boolean(part.thought) === isThought ? (part.text ?? "") : "")).join("");
    const parts = merged.flatMap(({ content }) => content.parts);
    const expected = whole.candidates[index]?.content.parts ?? [];
    for (const isThought of [true, false]) expect(texts(isThought, parts)).toBe(texts(isThought, expected));
    const calls = (list: z.infer<typeof Part>[]) => list.filter(({ functionCall }) => functionCall);
    expect(calls(parts)).toEqual(calls(expected));
    expect(merged.at(-1)?.finishReason).toBe(whole.candidates[index]?.finishReason);
  }
  expect(chunks.at(-1)?.usageMetadata).toEqual(whole.usageMetadata);
  expect(chunks.at(-1)?.promptFeedback).toEqual(whole.promptFeedback);
  const [first, second] = (await provider.ledger()).slice(-2);
  expect(second?.rawUsage).toEqual(first?.rawUsage);
});

test("thoughts are billed beside the candidates, and shown only when asked for", async () => {
  const shown = await ask({ ...says("Think"), ...thinking });
  expect(partsOf(shown)[0]?.thought).toBe(true);
  const usage = shown.usageMetadata;
  const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0, totalTokenCount } = usage ?? {};
  expect(thoughtsTokenCount).toBeGreaterThan(0);
  expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
  const hidden = await ask({ ...says("Think"), generationConfig: { thinkingConfig: { thinkingBudget: 512 } } });
  expect(partsOf(hidden).some((part) => part.thought)).toBe(false);
});

test("a function is called, and its response is told in text when the turn comes back with its signature", async () => {
  const first = await ask({ ...says("alpha and beta"), tools });
  const calls = partsOf(first);
  expect(calls.map(({ functionCall }) => functionCall?.name)).toEqual(["alpha", "beta"]);
  expect(calls[0]?.functionCall?.args).toEqual({ city: "practice" });
  const responses = calls.map(({ functionCall }) => ({
    functionResponse: { name: functionCall?.name, response: { result: "high tide" } },
  }));
  const turn = (modelParts: object[], answers: object[]) => ({
    tools,
    contents: [
      ...says("alpha and beta").contents,
      { role: "model", parts: modelParts },
      { role: "user", parts: answers },
    ],
  });
  expect(textOf([await ask(turn(calls, responses))])).toContain("high tide");
  const unsigned = calls.map(({ functionCall }) => ({ functionCall }));
  expect((await refusal(turn(unsigned, responses))).message).toContain("thought_signature");
  expect((await refusal(turn(calls, responses.slice(1)))).status).toBe("INVALID_ARGUMENT");
});

test("the calling mode decides whether and what is called", async () => {
  const names = async (functionCallingConfig: object) =>
    partsOf(await ask({ ...says("beta"), tools, toolConfig: { functionCallingConfig } })).map(
      ({ functionCall }) => functionCall?.name,
    );
  expect(await names({ mode: "NONE" })).toEqual([undefined]);
  expect(await names({ mode: "ANY" })).toEqual(["beta"]);
  expect(await names({ mode: "ANY", allowedFunctionNames: ["alpha"] })).toEqual(["alpha"]);
});

test("a schema, stop sequences, images and audio do what they do", async () => {
  for (const key of ["responseSchema", "responseJsonSchema"]) {
    const generationConfig = { responseMimeType: "application/json", [key]: schema };
    expect(JSON.parse(textOf([await ask({ ...says("Plan"), generationConfig })]))).toEqual({ city: "practice" });
  }
  const whole = textOf([await ask(says("Stop"))]);
  const cut = textOf([await ask({ ...says("Stop"), generationConfig: { stopSequences: ["model."] } })]);
  expect(cut).toBe(whole.slice(0, whole.indexOf("model.")));
  const inlineData = { mimeType: "image/png", data: "AAAA" };
  const seen = await ask({ contents: [{ parts: [{ text: "What?" }, { inlineData }] }] });
  expect(textOf([seen])).toContain("1 image");
  const heard = await ask({
    contents: [{ parts: [{ text: "What?" }, { inlineData: { ...inlineData, mimeType: "audio/wav" } }] }],
  });
  expect(heard.usageMetadata?.promptTokensDetails).toContainEqual({ modality: "AUDIO", tokenCount: 50 });
});

test("errors are Google's: bad key, no key, unknown model and field, quota with a delay, too long", async () => {
  const bad = Problem.parse(await (await post("gemini-3-pro:generateContent", says("x"), "other")).json()).error;
  expect(bad).toMatchObject({ code: 400, status: "INVALID_ARGUMENT", details: [{ reason: "API_KEY_INVALID" }] });
  expect((await post("gemini-3-pro:generateContent", says("x"), "")).status).toBe(403);
  expect((await post("gemini-x:generateContent", says("x"))).status).toBe(404);
  expect((await refusal({ ...says("x"), max_tokens: 5 })).message).toContain("max_tokens");
  const limited = await refusal(says("[[sim status=429 retry_after=3]]"));
  expect(limited).toMatchObject({ code: 429, status: "RESOURCE_EXHAUSTED", details: [{ retryDelay: "3s" }] });
  expect((await refusal(says("[[sim status=503]]"))).status).toBe("UNAVAILABLE");
  expect((await refusal(says("[[sim context_too_long]]"))).message).toContain("exceeds the maximum number of tokens");
});

test("a key in the query works and is not written down", async () => {
  const url = `${provider.origin}/v1beta/models?key=practice-query`;
  const body = z.object({ models: z.array(z.object({ name: z.string() })) }).parse(await (await fetch(url)).json());
  expect(body.models.map(({ name }) => name)).toContain("models/gemini-3-pro");
  expect(JSON.stringify(await provider.requests())).not.toContain("practice-query");
});

test("without alt=sse the stream is one JSON array", async () => {
  const body: unknown = await (await post("gemini-3-pro:streamGenerateContent", says("Array"))).json();
  expect(textOf(z.array(Answer).parse(body))).toBe(textOf([await ask(says("Array"))]));
});

test("searches are grounded", async () => {
  const { candidates } = await ask(says("[[sim searches=2]] news"));
  expect(candidates[0]?.groundingMetadata?.webSearchQueries).toHaveLength(2);
});
