import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desiredFor } from "#lib/configs/compile.ts";
import type { Ctx } from "#lib/context.ts";
import { addDiscount } from "#lib/discounts/add.ts";
import { AddDiscount } from "#lib/discounts/schema.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { priceAt } from "#lib/prices/cost.ts";
import { DesiredDocument } from "#lib/protocol/config.ts";
import { connectProvider } from "#lib/providers/connect.ts";
import { probeStoredProvider } from "#lib/providers/probe-stored.ts";
import { replaceProviderKey } from "#lib/providers/replace-key.ts";
import { ConnectProvider, type Provider, type ProviderEndpoint } from "#lib/providers/schema.ts";
import { setModels } from "#lib/providers/set-models.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { type ProviderProcess, spawnProvider } from "#sim/provider/spawn.ts";

const served = ["claude-sonnet-4-5", "gpt-4o", "gpt-4o-mini", "gemini-2.5-flash", "mystery-1"];
const openai = "practice-openai";
let sim: ProviderProcess;
let seeded: SeededOrg;
let owner: Ctx;

beforeAll(async () => {
  sim = await spawnProvider(1, { models: served });
  seeded = await seedOrg();
  owner = seeded.owner;
});
afterAll(() => sim.stop());

function connect(endpoint: unknown, more: Partial<{ name: string; channel: string; modelIds: string[] }> = {}) {
  return connectProvider(owner, ConnectProvider.parse({ name: "Sim", endpoint, ...more }));
}

/** Each kind at the practice provider, with a key; `openai` itself has an address of its own. */
function endpoints(apiKey: string): Record<string, ProviderEndpoint> {
  const deployments = [
    { id: "chat-prod", basedOn: "gpt-4o" },
    { id: "chat-small", basedOn: "gpt-4o-mini" },
  ];
  const azure = { kind: "azure_openai" as const, baseUrl: sim.origin, apiKey, deployments };
  return {
    openai_compatible: { kind: "openai_compatible", baseUrl: sim.baseUrl, apiKey },
    anthropic: { kind: "anthropic", baseUrl: sim.origin, apiKey },
    gemini: { kind: "gemini", baseUrl: sim.origin, apiKey },
    "azure_openai, dated": { ...azure, apiVersion: "2024-10-21" },
    "azure_openai, v1": { ...azure, apiVersion: "v1" },
    "azure_openai, preview": { ...azure, apiVersion: "preview" },
  };
}
const kinds = [
  "openai_compatible",
  "anthropic",
  "gemini",
  ...["dated", "v1", "preview"].map((v) => `azure_openai, ${v}`),
];

const endpointOf = (kind: string, apiKey: string) => endpoints(apiKey)[kind];
const modelOf = (provider: Provider, id: string) => provider.models.find((model) => model.id === id);
const inputOf = (provider: Provider, id: string) =>
  priceAt(modelOf(provider, id)?.prices ?? [], Date.now())?.tiers[0]?.rates.input;

describe.each(kinds)("%s", (kind) => {
  test("a key that opens it connects, and its key is tried again with success", async () => {
    const provider = await connect(endpointOf(kind, openai));
    expect(provider.models.length).toBeGreaterThan(1);
    expect(await probeStoredProvider(owner, provider.id)).toMatchObject({ isOk: true });
  });

  test("a key that it refuses is not stored, and does not replace one that works", async () => {
    await expect(connect(endpointOf(kind, "sk-wrong"))).rejects.toMatchObject({ code: "provider_key_refused" });
    const provider = await connect(endpointOf(kind, openai));
    const replaced = replaceProviderKey(owner, provider.id, "sk-wrong");
    await expect(replaced).rejects.toMatchObject({ code: "provider_key_refused" });
    expect((await probeStoredProvider(owner, provider.id)).isOk).toBe(true);
  });

  test("nobody at the address is said as such", async () => {
    const endpoint = { ...endpointOf(kind, openai), baseUrl: "http://127.0.0.1:9" };
    await expect(connect(endpoint)).rejects.toMatchObject({ code: "provider_unreachable" });
  });
});

test("each kind has its channel and the prices of its own book", async () => {
  const anthropic = await connect(endpointOf("anthropic", openai));
  expect(anthropic).toMatchObject({ kind: "anthropic", channel: "direct", apiVersion: null });
  expect(inputOf(anthropic, "claude-sonnet-4-5")).toBe(3_000_000_000n);
  const gemini = await connect(endpointOf("gemini", openai));
  expect(gemini).toMatchObject({ channel: "direct" });
  expect(modelOf(gemini, "gemini-2.5-flash")).toMatchObject({ priceSource: "book", maxOutputTokens: 128_000 });
  const azure = await connect(endpointOf("azure_openai, v1", openai));
  expect(azure).toMatchObject({ channel: "cloud", apiVersion: "v1" });
  expect(azure.models.map(({ id, basedOn }) => [id, basedOn])).toEqual([
    ["chat-prod", "gpt-4o"],
    ["chat-small", "gpt-4o-mini"],
  ]);
  expect(inputOf(azure, "chat-prod")).toBe(2_500_000_000n);
  const reseller = await connect(endpointOf("openai_compatible", openai), { channel: "middleware" });
  expect(reseller).toMatchObject({ channel: "middleware" });
  expect(modelOf(reseller, "mystery-1")).toMatchObject({ priceSource: "none", prices: [] });
});

test("a local server is taken as it is: nothing answers there, and no model is asked for", async () => {
  const provider = await connect({ kind: "local", baseUrl: "http://127.0.0.1:9" });
  expect(provider).toMatchObject({ kind: "local", channel: "local", models: [], keyLast4: "" });
  expect(await setModels(owner, provider.id, { models: [] })).toMatchObject({ models: [] });
});

test("the practice provider is connected without address or key, where one runs", async () => {
  const before = env().PRACTICE_URL;
  env().PRACTICE_URL = sim.baseUrl;
  const provider = await connect({ kind: "practice" });
  if (before === undefined) delete env().PRACTICE_URL;
  else env().PRACTICE_URL = before;
  expect(provider).toMatchObject({ kind: "practice", channel: "local" });
  expect(inputOf(provider, "practice-large")).toBe(2_500_000_000n);
});

test("a provider other than a local one keeps at least one model", async () => {
  const provider = await connect(endpointOf("anthropic", openai));
  const emptied = await setModels(owner, provider.id, { models: [] }).catch((error: unknown) => error);
  expect(emptied).toBeInstanceOf(AppError);
  expect(emptied).toMatchObject({ code: "invalid_input" });
});

test("a discount is what boxes pay by: every rate less a quarter, under a hash of its own", async () => {
  const other = await seedOrg();
  const box = await seedBox(other.org);
  const input = { name: "A", endpoint: endpointOf("anthropic", openai) };
  const provider = await connectProvider(other.owner, ConnectProvider.parse(input));
  const rates = async () => {
    const { signed } = await desiredFor(box.ctx);
    const text = Buffer.from(signed.split(".")[1] ?? "", "base64url").toString();
    const document = DesiredDocument.parse(JSON.parse(text));
    const model = document.connections[0]?.models.find(({ id }) => id === "claude-sonnet-4-5");
    return priceAt(model?.prices ?? [], Date.now());
  };
  const list = await rates();
  await addDiscount(other.owner, provider.id, AddDiscount.parse({ basisPoints: 2_500 }));
  const less = await rates();
  expect(list?.tiers[0]?.rates).toMatchObject({ input: 3_000_000_000n, output: 15_000_000_000n });
  expect(less?.tiers[0]?.rates).toMatchObject({ input: 2_250_000_000n, output: 11_250_000_000n });
  expect(less?.hash).not.toBe(list?.hash);
});
