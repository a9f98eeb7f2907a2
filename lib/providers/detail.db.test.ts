import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput, seedRollup } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { createBudget } from "../budgets/create.ts";
import { saveLayer } from "../configs/save-layer.ts";
import type { Ctx } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { Route } from "../protocol/config.ts";
import type { UsageEvent } from "../protocol/usage.ts";
import { settleOrg } from "../spend/settle.ts";
import { ingestUsage } from "../usage/ingest.ts";
import { getProviderHealth } from "./health.ts";
import { listProviders } from "./read.ts";
import { getProvider } from "./read-detail.ts";
import { setModelPrice } from "./set-price.ts";

let seeded: SeededOrg;
let owner: Ctx;
let box: SeededBox;
let provider: string;
let stranger: Ctx;

beforeAll(async () => {
  seeded = await seedOrg();
  owner = seeded.owner;
  box = await seedBox(seeded.org, "Lobby");
  provider = await seedProvider(seeded.org);
  stranger = (await seedOrg()).owner;
});

test("what was used of a provider: thirty days of money, a day of calls", async () => {
  const { org, owner: mine } = await seedOrg();
  const connectionId = await seedProvider(org);
  const idle = await seedProvider(org, { name: "Idle" });
  const { id: boxId } = await seedBox(org);
  const hourMs = 3_600_000;
  const today = Math.floor(Date.now() / (24 * hourMs)) * 24 * hourMs;
  const running = Math.floor(Date.now() / hourMs) * hourMs;
  const use = (at: number, costNanos: bigint) =>
    seedRollup(org, { hour: new Date(at), connectionId, boxId, costNanos });
  await use(running, 1n);
  await use(today - 29 * 24 * hourMs, 10n);
  await use(today - 30 * 24 * hourMs + 23 * hourMs, 100n);
  await settleOrg(org);
  const { items } = await listProviders(mine);
  expect(items.map(({ id, spend30dNanos, requests24h }) => [id, spend30dNanos, requests24h])).toEqual([
    [connectionId, 11n, 1],
    [idle, 0n, 0],
  ]);
});

describe("who uses a provider", () => {
  test("routes by layer, with whether anything else is left, and the budgets that name it", async () => {
    const other = await seedProvider(seeded.org, { name: "Other" });
    const at = (connectionId: string, model = "practice-small") => ({ connectionId, model });
    const routes = {
      both: Route.parse({ targets: [at(provider), at(other)] }),
      alone: Route.parse({ targets: [at(provider)], lastResort: at(provider, "practice-large") }),
      elsewhere: Route.parse({ targets: [at(other)] }),
    };
    await saveLayer(owner, "org", { expectedVersion: 0, patch: { routes } });
    await saveLayer(owner, box.id, { expectedVersion: 0, patch: { routes: { both: routes.alone } } });
    await saveLayer(owner, "org", { expectedVersion: 1, patch: { routes: { ...routes, old: null } } });
    const budget = budgetInput({ name: "Only it", connectionId: provider, capNanos: 10_000_000n });
    await createBudget(owner, budget);
    await createBudget(owner, { ...budget, name: "Everything", connectionId: null });
    const detail = await getProvider(owner, provider);
    expect(detail.routes.map(({ alias, layerName, models, isOnly }) => [layerName, alias, models, isOnly])).toEqual([
      [null, "both", ["practice-small"], false],
      [null, "alone", ["practice-small", "practice-large"], true],
      ["Lobby", "both", ["practice-small", "practice-large"], true],
    ]);
    expect(detail.budgets.map(({ name }) => name)).toEqual(["Only it"]);
  });

  test("of a local server, which box found what", async () => {
    const local = await seedProvider(seeded.org, { name: "Ollama" });
    const models = [{ id: "llama3.2", contextTokens: 8192, isLoaded: true }];
    const discovered = [{ connectionId: local, server: "ollama", models }];
    await withSystem(async (tx) => {
      await tx.providerConnection.updateMany({ where: { id: local }, data: { kind: "local" } });
      await tx.box.updateMany({ where: { id: box.id }, data: { discovered } });
    });
    const detail = await getProvider(owner, local);
    expect(detail.servers).toEqual([{ boxId: box.id, boxName: "Lobby", server: "ollama", models }]);
    expect(detail.models.filter(({ isDiscovered }) => isDiscovered)).toMatchObject([{ id: "llama3.2" }]);
  });

  test("a model that a box found is kept with its price once somebody sets one", async () => {
    const local = await seedProvider(seeded.org, { name: "vLLM" });
    await withSystem((tx) => tx.providerConnection.updateMany({ where: { id: local }, data: { kind: "local" } }));
    const price = { inputNanosPerMillion: 5n, outputNanosPerMillion: 7n };
    await setModelPrice(owner, local, { modelId: "llama3.2", price, maxOutputTokens: 4096 });
    const model = (await getProvider(owner, local)).models.find(({ id }) => id === "llama3.2");
    expect(model).toMatchObject({ priceSource: "manual", isDiscovered: false, maxOutputTokens: 4096 });
    const unknown = setModelPrice(owner, provider, { modelId: "llama3.2", price, maxOutputTokens: null });
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });

  test("nobody outside the organization sees it", async () => {
    await expect(getProvider(stranger, provider)).rejects.toMatchObject({ code: "not_found" });
    await expect(getProviderHealth(stranger, provider, "24h")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("how a provider answered", () => {
  const send = (facts: Partial<UsageEvent>[]) => {
    const bootId = randomUUID();
    const events = facts.map((fact, seq) => usageEvent({ connectionId: provider, bootId, seq, ...fact }));
    return ingestUsage(box.ctx, { events });
  };
  const failed = (errorClass: UsageEvent["errorClass"], httpStatus: number | null = null) =>
    ({ status: "upstream_error", errorClass, httpStatus }) as const;

  test("percentiles of what succeeded, errors by class, callers who left counted as no error", async () => {
    await send([
      ...[100, 200, 300, 400, 500].map((latencyMs) => ({ latencyMs, firstTokenMs: latencyMs / 10 })),
      { latencyMs: 9_000, ...failed("timeout") },
      failed("rate_limited", 429),
      failed("rate_limited", 429),
      { status: "interrupted", errorClass: null, httpStatus: null },
      { status: "cancelled" },
      { reason: "cache", latencyMs: 1 },
      { kind: "unaccounted", latencyMs: 0 },
      { model: "practice-large", latencyMs: 50 },
      { model: "old", occurredAtMs: Date.now() - 2 * 3_600_000 },
    ]);
    const health = await getProviderHealth(owner, provider, "1h");
    expect(health).toMatchObject({ range: "1h", isCut: false });
    expect(health.models).toMatchObject([
      {
        model: "practice-small",
        attempts: 10,
        errors: 4,
        latencyP50Ms: 300,
        latencyP95Ms: 480,
        firstTokenP50Ms: 30,
        firstTokenP95Ms: 48,
      },
      { model: "practice-large", attempts: 1, errors: 0, latencyP50Ms: 50, firstTokenP50Ms: null },
    ]);
    expect(health.models[0]?.errorsByClass).toEqual([
      { errorClass: "rate_limited", count: 2 },
      { errorClass: expect.any(String), count: 1 },
      { errorClass: expect.any(String), count: 1 },
    ]);
    expect(health.failures).toHaveLength(4);
    expect(health.failures.find(({ errorClass }) => errorClass === "rate_limited")).toMatchObject({
      boxName: "Lobby",
      model: "practice-small",
      httpStatus: 429,
    });
    const day = await getProviderHealth(owner, provider, "24h");
    expect(day.models.map(({ model }) => model)).toContain("old");
  });

  test("at most twenty failures, the newest", async () => {
    const at = Date.now();
    await send(Array.from({ length: 25 }, (_, n) => ({ ...failed("server_error", 500), occurredAtMs: at + n })));
    const { failures } = await getProviderHealth(owner, provider, "1h");
    expect(failures).toHaveLength(20);
    expect(failures[0]?.occurredAt).toBe(new Date(at + 24).toISOString());
  });
});
