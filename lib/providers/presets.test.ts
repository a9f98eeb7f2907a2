import { findProvider } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { catalogModel } from "../prices/catalog.ts";
import { presets } from "./presets.ts";
import { ConnectProvider } from "./schema.ts";

test("ids and addresses are their own", () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  expect(new Set(presets.map(({ baseUrl }) => baseUrl)).size).toBe(presets.length);
});

test.each(presets)("$name can be connected as it stands", ({ name, baseUrl, channel }) => {
  const endpoint = { kind: "openai_compatible", baseUrl, apiKey: "sk" };
  const parsed = ConnectProvider.parse({ name, endpoint, channel });
  // Nothing of the address is changed on the way in.
  expect(parsed.endpoint).toMatchObject({ baseUrl });
  expect(baseUrl.startsWith("https://")).toBe(true);
});

/** A model that each has sold for long. */
const sold: Record<string, string> = {
  deepseek: "deepseek-chat",
  "qwen-intl": "qwen-plus",
  "qwen-cn": "qwen-plus",
  mistral: "mistral-large-latest",
  groq: "llama-3.3-70b-versatile",
  xai: "grok-4",
  openrouter: "openai/gpt-4o",
};

test.each(presets.filter(({ id }) => id in sold))("the book knows prices at $name's address", ({ id, baseUrl }) => {
  const model = catalogModel({ kind: "openai_compatible", baseUrl }, sold[id] ?? "");
  expect(model).toMatchObject({ priceSource: "book" });
});

test.each(["together", "fireworks"])("the book has %s", (id) => {
  const baseUrl = presets.find((preset) => preset.id === id)?.baseUrl ?? "";
  expect(findProvider({ providerApiUrl: baseUrl })?.models.length).toBeGreaterThan(0);
});
