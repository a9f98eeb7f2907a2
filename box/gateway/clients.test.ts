import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { Agent, run, setDefaultOpenAIClient, setTracingDisabled, tool } from "@openai/agents";
import { tool as aiTool, generateText, stepCountIs, streamText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { localKey } from "../testing/world.ts";
import { type GatewayWorld, startGatewayWorld } from "./testing/gateway-world.ts";

let world: GatewayWorld;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  world = await startGatewayWorld({});
  const root = `http://127.0.0.1:${world.box.gatewayPort}`;
  openai = new OpenAI({ baseURL: `${root}/v1`, apiKey: localKey });
  anthropic = new Anthropic({ baseURL: root, apiKey: localKey });
  setDefaultOpenAIClient(openai);
  setTracingDisabled(true);
});
afterAll(() => world.stop());

const everywhere = ["openai", "anthropic", "gemini", "azure", "local"] as const;
const weather = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
};
const user = (content: string) => [{ role: "user" as const, content }];

describe.each(everywhere)("openai 7, chat completions on %s", (model) => {
  test("an answer with its usage", async () => {
    const answer = await openai.chat.completions.create({ model, messages: user("Say something"), max_tokens: 50 });
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
    expect(answer.choices[0]?.finish_reason).toMatch(/^(stop|length)$/);
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    );
  });

  test("a stream adds up to the same text and ends with its usage", async () => {
    const body = { model, messages: user("Say something long"), max_tokens: 60 };
    const stream = openai.chat.completions.stream({ ...body, stream_options: { include_usage: true } });
    const final = await stream.finalChatCompletion();
    const whole = await openai.chat.completions.create(body);
    expect(final.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(final.usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
  });

  test("tools are called in parallel and their results are read", async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = user("Weather? [[sim tools=2]]");
    const body = { model, tools: [weather], max_tokens: 200 };
    const asked = await openai.chat.completions.create({ ...body, messages });
    const [choice] = asked.choices;
    expect(choice?.finish_reason).toBe("tool_calls");
    const calls = choice?.message.tool_calls ?? [];
    expect(calls).toHaveLength(2);
    const results = calls.map((call) => ({ role: "tool" as const, tool_call_id: call.id, content: "18 °C, clear" }));
    const assistant = { role: "assistant" as const, content: choice?.message.content ?? null, tool_calls: calls };
    const answer = await openai.chat.completions.create({
      ...body,
      messages: [{ role: "user", content: "Weather?" }, assistant, ...results],
    });
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
  });
});

describe.each(everywhere)("@anthropic-ai/sdk, messages on %s", (model) => {
  test("an answer with its usage", async () => {
    const answer = await anthropic.messages.create({ model, max_tokens: 50, system: "Be brief", messages: user("Hi") });
    expect(answer.content[0]).toMatchObject({ type: "text", text: expect.stringMatching(/\w/) });
    expect(answer.stop_reason).toMatch(/^(end_turn|max_tokens)$/);
    expect(answer.usage.output_tokens).toBeGreaterThan(0);
  });

  test("a stream adds up to the same message", async () => {
    const body = { model, max_tokens: 60, messages: user("Tell me more") };
    const final = await anthropic.messages.stream(body).finalMessage();
    const whole = await anthropic.messages.create(body);
    expect(final.content).toEqual(whole.content);
    expect(final.stop_reason).toBe(whole.stop_reason);
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  test("tools are called and their results are read", async () => {
    const tools = [{ name: "get_weather", input_schema: { ...weather.function.parameters, type: "object" as const } }];
    const asked = await anthropic.messages.create({
      model,
      max_tokens: 200,
      tools,
      messages: user("Weather? [[sim tool=get_weather]]"),
    });
    expect(asked.stop_reason).toBe("tool_use");
    const call = asked.content.find((block) => block.type === "tool_use");
    expect(call).toMatchObject({ name: "get_weather", input: { city: expect.any(String) } });
    const answer = await anthropic.messages.create({
      model,
      max_tokens: 200,
      tools,
      messages: [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: asked.content },
        { role: "user", content: [{ type: "tool_result", tool_use_id: call?.id ?? "", content: "18 °C" }] },
      ],
    });
    expect(answer.content[0]).toMatchObject({ type: "text" });
  });
});

describe.each(["openai", "azure"] as const)("openai 7, responses on %s", (model) => {
  test("an answer, and a stream that adds up to it", async () => {
    const body = { model, input: "Say something", max_output_tokens: 60 };
    const whole = await openai.responses.create(body);
    expect(whole.output_text).toMatch(/\w/);
    const final = await openai.responses.stream(body).finalResponse();
    expect(final.output_text).toBe(whole.output_text);
    expect(final.usage?.output_tokens).toBe(whole.usage?.output_tokens);
  });
});

test("openai 7 gets embeddings, as floats and as base64", async () => {
  const vectors = await openai.embeddings.create({ model: "practice-embedding", input: ["one", "two"] });
  expect(vectors.data).toHaveLength(2);
  expect(vectors.data[0]?.embedding.length).toBeGreaterThan(10);
});

test("both lists of models are read by their own clients", async () => {
  const ids = (await openai.models.list()).data.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["openai", "anthropic", "practice-small", "llama3.2:3b"]));
  expect((await anthropic.models.list()).data.map(({ id }) => id)).toEqual(ids);
});

describe("ai 7", () => {
  const compatible = () =>
    createOpenAICompatible({
      name: "kaihe",
      baseURL: `http://127.0.0.1:${world.box.gatewayPort}/v1`,
      apiKey: localKey,
      includeUsage: true,
    });
  const tools = {
    get_weather: aiTool({
      description: "The weather of a city",
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => Promise.resolve(`18 °C in ${city}`),
    }),
  };

  test("openai-compatible: text, a stream with usage, a tool's round trip", async () => {
    const provider = compatible();
    for (const model of ["openai", "anthropic", "gemini"]) {
      const { text } = await generateText({ model: provider(model), prompt: "Hello", maxOutputTokens: 40 });
      expect(text).toMatch(/\w/);
      const stream = streamText({ model: provider(model), prompt: "Hello", maxOutputTokens: 40 });
      let streamed = "";
      for await (const part of stream.textStream) streamed += part;
      expect(streamed).toBe(text);
      expect((await stream.usage).outputTokens).toBeGreaterThan(0);
      const { toolCalls } = await generateText({
        model: provider(model),
        prompt: "Weather? [[sim tool=get_weather]]",
        tools,
        stopWhen: stepCountIs(1),
        maxOutputTokens: 100,
      });
      expect(toolCalls[0]?.toolName).toBe("get_weather");
    }
  });

  test("anthropic: text and a stream", async () => {
    const provider = createAnthropic({ baseURL: `http://127.0.0.1:${world.box.gatewayPort}/v1`, apiKey: localKey });
    for (const model of ["anthropic", "openai", "gemini"]) {
      const { text } = await generateText({ model: provider(model), prompt: "Hello", maxOutputTokens: 40 });
      expect(text).toMatch(/\w/);
      let streamed = "";
      for await (const part of streamText({ model: provider(model), prompt: "Hello", maxOutputTokens: 40 }).textStream)
        streamed += part;
      expect(streamed).toBe(text);
    }
  });
});

test("@langchain/openai: an answer, a stream, bound tools, embeddings", async () => {
  const configuration = { baseURL: `http://127.0.0.1:${world.box.gatewayPort}/v1` };
  for (const model of ["openai", "anthropic", "gemini"]) {
    const chat = new ChatOpenAI({ model, apiKey: localKey, configuration, maxTokens: 60 });
    expect((await chat.invoke("Hello")).text).toMatch(/\w/);
    let streamed = "";
    for await (const chunk of await chat.stream("Hello")) streamed += chunk.text;
    expect(streamed).toMatch(/\w/);
    const bound = await chat.bindTools([weather]).invoke("Weather? [[sim tool=get_weather]]");
    expect(bound.tool_calls?.[0]).toMatchObject({ name: "get_weather" });
  }
  const embeddings = new OpenAIEmbeddings({ model: "practice-embedding", apiKey: localKey, configuration });
  expect((await embeddings.embedQuery("one")).length).toBeGreaterThan(10);
});

test("@openai/agents runs an agent with a tool to its end, whole and streamed", async () => {
  const asked: string[] = [];
  const getWeather = tool({
    name: "get_weather",
    description: "The weather of a city",
    parameters: z.object({ city: z.string() }),
    execute: ({ city }) => {
      asked.push(city);
      return "18 °C";
    },
  });
  const agent = new Agent({ name: "Guide", instructions: "Be brief", model: "openai", tools: [getWeather] });
  await world.provider.script(["tool=get_weather", ""]);
  const result = await run(agent, "Weather?");
  expect(result.finalOutput).toMatch(/\w/);
  expect(asked).toHaveLength(1);
  await world.provider.script(["tool=get_weather", ""]);
  const streamed = await run(agent, "Weather?", { stream: true });
  await streamed.completed;
  expect(streamed.finalOutput).toMatch(/\w/);
  expect(asked).toHaveLength(2);
});
