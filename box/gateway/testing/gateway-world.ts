import { type Connection, type DesiredDocument, defaultSettings, type Route } from "../../../lib/protocol/config.ts";
import type { UsageEvent } from "../../../lib/protocol/usage.ts";
import { type ProviderProcess, spawnProvider } from "../../../sim/provider/spawn.ts";
import type { Box } from "../../box.ts";
import type { BoxStatus } from "../../local-page/status.ts";
import { FakeConsole } from "../../testing/fake-console.ts";
import { waitFor } from "../../testing/wait-for.ts";
import { bud, documentOf, modelOf, practiceConnection, prv, readyBox, routeTo, targetOf } from "../../testing/world.ts";

/** Connections of the world by number: one of each kind, all played by the same practice provider. */
export const openai = 1;
export const anthropic = 2;
export const gemini = 3;
export const azure = 4;
export const local = 5;

const kinds = ["openai", "anthropic", "gemini", "azure"] as const;

export type GatewayWorld = {
  box: Box;
  provider: ProviderProcess;
  ollama: ProviderProcess;
  fake: FakeConsole;
  /** Runs `work` and gives the events it led to, once `count` have arrived. */
  eventsOf: (count: number, work: () => Promise<unknown>) => Promise<UsageEvent[]>;
  /** POST to the gateway as it is. */
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  stop: () => Promise<void>;
};

/** A box with a connection of every kind; the first four are under a budget of $50, the local server under none. */
export async function startGatewayWorld(more: {
  routes?: Record<string, Route>;
  settings?: Partial<DesiredDocument["settings"]>;
  connections?: (provider: ProviderProcess) => Connection[];
  localKeys?: DesiredDocument["localKeys"];
}): Promise<GatewayWorld> {
  const provider = await spawnProvider();
  const ollama = await spawnProvider(1, { persona: "ollama", models: ["llama3.2:3b"] });
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 50_000_000_000n);
  const connections = [...connectionsOf(provider, ollama), ...(more.connections?.(provider) ?? [])];
  const routes = {
    ...Object.fromEntries(kinds.map((name, index) => [name, routeTo([targetOf(index + 1)])])),
    local: routeTo([targetOf(local, "llama3.2:3b")]),
    ...more.routes,
  };
  const settings = { ...defaultSettings, observationSeconds: 1, ...more.settings, routes };
  const budgets = [{ id: bud(1), name: "Large", connectionId: null }];
  const localKeys = more.localKeys ? { localKeys: more.localKeys } : {};
  const box = await readyBox(fake, documentOf(1, connections, { settings, budgets, ...localKeys }));
  return {
    box,
    provider,
    ollama,
    fake,
    eventsOf: (count, work) => eventsOf({ box, fake }, count, work),
    post: (path, body, headers = {}) =>
      fetch(`http://127.0.0.1:${box.gatewayPort}${path}`, {
        method: "POST",
        headers: { authorization: "Bearer kl_test_key", "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    stop: async () => {
      await box.stop();
      await Promise.all([provider.stop(), ollama.stop(), fake.goDown()]);
    },
  };
}

function connectionsOf(provider: ProviderProcess, ollama: ProviderProcess): Connection[] {
  const embedding = modelOf("practice-embedding", { maxOutputTokens: 0 });
  const first = practiceConnection(openai, provider.baseUrl, { kind: "openai" });
  return [
    { ...first, models: [...first.models, embedding] },
    practiceConnection(anthropic, provider.origin, { kind: "anthropic" }),
    practiceConnection(gemini, provider.origin, { kind: "gemini" }),
    practiceConnection(azure, provider.origin, { kind: "azure_openai", apiVersion: "2024-10-21" }),
    practiceConnection(local, ollama.baseUrl, { kind: "local", channel: "local", models: [] }),
  ].map((connection, index) => ({ ...connection, id: prv(index + 1) }));
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
