import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { BudgetRule } from "../../../lib/protocol/budget.ts";
import {
  type Connection,
  type DesiredDocument,
  defaultSettings,
  type ProviderModel,
  type Route,
} from "../../../lib/protocol/config.ts";
import type { UsageEvent } from "../../../lib/protocol/usage.ts";
import { type ProviderProcess, spawnProvider } from "../../../sim/provider/spawn.ts";
import type { Box } from "../../box.ts";
import type { BoxStatus } from "../../local-page/status.ts";
import { FakeConsole } from "../../testing/fake-console.ts";
import { waitFor } from "../../testing/wait-for.ts";
import {
  bud,
  documentOf,
  localKey,
  modelOf,
  practiceConnection,
  prv,
  readyBox,
  routeTo,
  ruleOf,
  targetOf,
  tempDataDir,
} from "../../testing/world.ts";

/** Connections of the world by number: one of each kind, all played by the same practice provider. */
export const openai = 1;
export const anthropic = 2;
export const gemini = 3;
export const azure = 4;
export const local = 5;
/** Where nobody listens any more. */
export const gone = 6;

const kinds = ["openai", "anthropic", "gemini", "azure"] as const;

export type GatewayWorld = {
  box: Box;
  dataDir: string;
  provider: ProviderProcess;
  ollama: ProviderProcess;
  fake: FakeConsole;
  /** The official clients without retries of their own. */
  openai: OpenAI;
  anthropic: Anthropic;
  /** `http://127.0.0.1:port` of the gateway. */
  origin: string;
  /** Runs `work` and gives the events it led to, once `count` have arrived. */
  eventsOf: (count: number, work: () => Promise<unknown>) => Promise<UsageEvent[]>;
  /** All events of one route in their order, once there are `count`: for tests that run beside others. */
  eventsFor: (route: string, count: number) => Promise<UsageEvent[]>;
  /** What the practice provider would bill for one model, in order. */
  rowsOf: (model: string) => ReturnType<ProviderProcess["ledger"]>;
  /** POST to the gateway as it is. */
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Resolves when no money is set aside any more: every call was settled. */
  untilNothingIsHeld: () => Promise<void>;
  stop: () => Promise<void>;
};

export type WorldOptions = {
  routes?: Record<string, Route>;
  settings?: Partial<DesiredDocument["settings"]>;
  connections?: (provider: ProviderProcess) => Connection[];
  localKeys?: DesiredDocument["localKeys"];
  /** In place of one of $50 for everything. */
  budgets?: { number: number; connection: number | null; capNanos: bigint; rule?: Partial<BudgetRule> }[];
  /** Of every model of the world. */
  model?: Partial<ProviderModel>;
};

/**
 * A box with a connection of every kind, all under a budget of $50 (what the local server itself offers is free). Models
 * that routes name are declared by being named.
 */
export async function startGatewayWorld(more: WorldOptions): Promise<GatewayWorld> {
  const [provider, leaving] = await Promise.all([spawnProvider(), spawnProvider()]);
  const ollama = await spawnProvider(1, { persona: "ollama", models: ["llama3.2:3b"] });
  const fake = await FakeConsole.start();
  const rules = more.budgets ?? [{ number: 1, connection: null, capNanos: 50_000_000_000n }];
  for (const { number, capNanos } of rules) fake.bank.addBudget(bud(number), capNanos);
  const routes = {
    ...Object.fromEntries(kinds.map((name, index) => [name, routeTo([targetOf(index + 1)])])),
    local: routeTo([targetOf(local, "llama3.2:3b")]),
    ...more.routes,
  };
  const given = [...connectionsOf(provider, leaving, ollama), ...(more.connections?.(provider) ?? [])];
  const connections = given.map((connection) => withModels(connection, routes, more.model ?? {}));
  const settings = { ...defaultSettings, observationSeconds: 1, ...more.settings, routes };
  const budgets = rules.map(({ number, connection, rule }) =>
    ruleOf(number, { connectionId: connection === null ? null : prv(connection), ...rule }),
  );
  const localKeys = more.localKeys ? { localKeys: more.localKeys } : {};
  const dataDir = tempDataDir();
  const box = await readyBox(fake, documentOf(1, connections, { settings, budgets, ...localKeys }), dataDir);
  await leaving.stop();
  const origin = `http://127.0.0.1:${box.gatewayPort}`;
  return {
    box,
    dataDir,
    provider,
    ollama,
    fake,
    origin,
    openai: new OpenAI({ baseURL: `${origin}/v1`, apiKey: localKey, maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: origin, apiKey: localKey, maxRetries: 0 }),
    eventsOf: (count, work) => eventsOf({ box, fake }, count, work),
    eventsFor: (route, count) =>
      waitFor(`${count} usage events of ${route}`, () => {
        const found = [...fake.bank.events.values()].filter((event) => event.route === route);
        return found.length >= count && found.sort((a, b) => a.attempt - b.attempt || a.seq - b.seq);
      }),
    rowsOf: async (model) => (await provider.ledger()).filter((row) => row.model === model),
    post: (path, body, headers = {}) =>
      fetch(`${origin}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${localKey}`, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    untilNothingIsHeld: async () => {
      await waitFor("every hold to be settled", () => heldNanos(box) === 0n);
    },
    stop: async () => {
      await box.stop();
      await Promise.all([provider.stop(), ollama.stop(), fake.goDown()]);
    },
  };
}

/** What calls under way have set aside, in all leases together. */
export function heldNanos(box: Box): bigint {
  return [...(box.enrolled?.ledger.leases() ?? [])].reduce((sum, { account }) => sum + account.held, 0n);
}

function connectionsOf(provider: ProviderProcess, leaving: ProviderProcess, ollama: ProviderProcess): Connection[] {
  const embedding = modelOf("practice-embedding", { maxOutputTokens: 0 });
  const first = practiceConnection(openai, provider.baseUrl, { kind: "openai" });
  return [
    { ...first, models: [...first.models, embedding] },
    practiceConnection(anthropic, provider.origin, { kind: "anthropic" }),
    practiceConnection(gemini, provider.origin, { kind: "gemini" }),
    practiceConnection(azure, provider.origin, { kind: "azure_openai", apiVersion: "2024-10-21" }),
    practiceConnection(local, ollama.baseUrl, { kind: "local", channel: "local", models: [] }),
    practiceConnection(gone, leaving.baseUrl),
  ].map((connection, index) => ({ ...connection, id: prv(index + 1) }));
}

/** The models that routes name, besides the connection's own; what a local server has, the box finds by itself. */
function withModels(connection: Connection, routes: Record<string, Route>, more: Partial<ProviderModel>): Connection {
  const targets = Object.values(routes).flatMap((route) => [...route.targets, route.lastResort ?? []].flat());
  const named = targets.filter(({ connectionId }) => connectionId === connection.id).map(({ model }) => model);
  const own = connection.models.map((model) => ({ ...model, ...(model.prices.length > 0 ? more : {}) }));
  const known = new Set([...own.map(({ id }) => id), "llama3.2:3b"]);
  const missing = [...new Set(named)].filter((id) => !known.has(id));
  return { ...connection, models: [...own, ...missing.map((id) => modelOf(id, more))] };
}

async function eventsOf(
  { box, fake }: { box: Box; fake: FakeConsole },
  count: number,
  work: () => Promise<unknown>,
): Promise<UsageEvent[]> {
  await waitFor("earlier usage to be gone", async () => (await backlogOf(box)) === 0);
  const before = new Set(fake.bank.events.keys());
  await work();
  return await waitFor("usage events", () => {
    const fresh = [...fake.bank.events].filter(([key]) => !before.has(key)).map(([, event]) => event);
    return fresh.length >= count && fresh;
  });
}

async function backlogOf(box: Box): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${box.gatewayPort}/status.json`);
  // The box's own page; its shape is checked by the compiler there.
  return ((await response.json()) as BoxStatus).box?.backlog ?? -1;
}
