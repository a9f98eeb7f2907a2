import { describe, expect, test } from "vitest";
import { presets } from "#lib/providers/presets.ts";
import { ProviderEndpoint } from "#lib/providers/schema.ts";
import { connectSchema, endpointOf, type FormKind, startValues } from "./connect-values.ts";

const filled = { ...startValues("Acme", null), apiKey: "sk-1" };
const wrongFields = (kind: FormKind, values: typeof filled) =>
  connectSchema(kind)
    .safeParse(values)
    .error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("a form asks for what its kind needs, and nothing else", () => {
  test.each<[FormKind, string[]]>([
    ["openai", ["apiKey"]],
    ["anthropic", ["apiKey"]],
    ["gemini", ["apiKey"]],
    ["openai_compatible", ["baseUrl", "apiKey"]],
    ["azure_openai", ["baseUrl", "apiKey", "deployments.0.id", "deployments.0.basedOn"]],
    ["local", ["baseUrl"]],
  ])("%s", (kind, fields) => {
    expect(wrongFields(kind, { ...filled, apiKey: "" })).toEqual(fields);
  });

  test("a preset brings address and channel", () => {
    const preset = presets.find(({ id }) => id === "openrouter") ?? null;
    const values = { ...startValues("", preset), apiKey: "sk-1" };
    expect(values).toMatchObject({ name: "OpenRouter", channel: "middleware" });
    expect(wrongFields("openai_compatible", values)).toEqual([]);
  });
});

describe("an address copied from somewhere longer is cut to what the kind wants", () => {
  test.each<[FormKind, string, string | undefined]>([
    ["openai_compatible", "https://llm.example/v1/chat/completions", "https://llm.example/v1"],
    ["azure_openai", "https://acme.openai.azure.com/openai/deployments/chat", "https://acme.openai.azure.com"],
    ["azure_openai", "https://acme.openai.azure.com/openai/v1/", "https://acme.openai.azure.com"],
    ["anthropic", "https://proxy.example/anthropic/v1", "https://proxy.example/anthropic"],
    ["anthropic", "", undefined],
    ["gemini", "https://proxy.example/v1beta/", "https://proxy.example"],
    ["local", "http://127.0.0.1:11434/", "http://127.0.0.1:11434"],
  ])("%s %s", (kind, baseUrl, wanted) => {
    const deployments = [{ id: "chat", basedOn: "gpt-4o" }];
    const endpoint = endpointOf(kind, connectSchema(kind).parse({ ...filled, baseUrl, deployments }));
    expect(ProviderEndpoint.parse(endpoint)).toEqual(endpoint);
    expect("baseUrl" in endpoint ? endpoint.baseUrl : undefined).toBe(wanted);
  });
});

test("a local server without a key is sent none", () => {
  expect(endpointOf("local", { ...filled, baseUrl: "http://127.0.0.1:8080", apiKey: "" })).toEqual({
    kind: "local",
    baseUrl: "http://127.0.0.1:8080",
  });
});
