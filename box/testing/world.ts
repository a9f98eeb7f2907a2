import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { pino } from "pino";
import { fillRates } from "../../lib/prices/fill-rates.ts";
import { BudgetRule } from "../../lib/protocol/budget.ts";
import {
  type Connection,
  type DesiredDocument,
  defaultSettings,
  LocalKeyRule,
  type ProviderModel,
  Route,
  type Target,
  unknownAbilities,
} from "../../lib/protocol/config.ts";
import type { Price } from "../../lib/protocol/price.ts";
import { Box, type BoxOptions } from "../box.ts";
import { testId } from "../ledger/testing/ids.ts";
import { boxId, type FakeConsole, orgId } from "./fake-console.ts";
import { waitFor } from "./wait-for.ts";

export const localKey = "kl_test_key";
export const quiet = pino({ level: "silent" });
export const prv = (number: number) => testId("prv", number);
export const bud = (number: number) => testId("bud", number);

/** $0.40 in, $0.10 cached, $1.60 out per million tokens. */
export const testPrice: Price = {
  hash: "a".repeat(64),
  tiers: [
    {
      aboveInputTokens: 0,
      rates: fillRates({ input: 400_000_000n, cacheRead: 100_000_000n, output: 1_600_000_000n }),
    },
  ],
  requestNanos: 0n,
  webSearchNanos: 0n,
};

export function modelOf(id: string, more: Partial<ProviderModel> = {}): ProviderModel {
  return {
    id,
    basedOn: null,
    prices: [{ fromMs: 0, daily: null, price: testPrice }],
    maxOutputTokens: 4096,
    contextTokens: null,
    abilities: unknownAbilities,
    ...more,
  };
}

export function targetOf(connection: number, model = "practice-small"): Target {
  return { connectionId: prv(connection), model, weight: 1 };
}

/** A route by its targets' connections, and whatever else it should say. */
export function routeTo(connections: readonly (number | Target)[], more: Partial<Route> = {}): Route {
  const targets = connections.map((one) => (typeof one === "number" ? targetOf(one) : one));
  return { ...Route.parse({ targets }), ...more };
}

export function practiceConnection(number: number, baseUrl: string, more: Partial<Connection> = {}): Connection {
  const models = ["practice-small", "practice-large", "practice-reasoner"].map((id) => modelOf(id));
  const unpriced = modelOf("practice-unpriced", { prices: [], maxOutputTokens: null });
  return {
    id: prv(number),
    name: `Practice ${number}`,
    kind: "practice",
    baseUrl,
    channel: "direct",
    keyVersion: 1,
    apiVersion: null,
    models: [...models, unpriced],
    ...more,
  };
}

/** Budget `number`, hard and on everything if not said. */
export function ruleOf(number: number, more: Partial<BudgetRule> = {}): BudgetRule {
  return { ...BudgetRule.parse({ id: bud(number), name: `Budget ${number}`, connectionId: null }), ...more };
}

export function keyRule(name: string, key: string, more: Partial<LocalKeyRule> = {}): LocalKeyRule {
  return { ...LocalKeyRule.parse({ name, hash: createHash("sha256").update(key).digest("hex") }), ...more };
}

export function documentOf(
  version: number,
  connections: Connection[],
  more: Partial<DesiredDocument> = {},
): DesiredDocument {
  return {
    schema: 1,
    orgId,
    boxId,
    boxName: "Shelf 1",
    version,
    settings: {
      ...defaultSettings,
      routes:
        connections.length === 0
          ? {}
          : { smart: routeTo(connections.map(({ id }) => ({ ...targetOf(1), connectionId: id }))) },
      observationSeconds: 1,
    },
    connections,
    budgets: [],
    localKeys: [keyRule("tests", localKey)],
    ...more,
  };
}

export function tempDataDir(): string {
  return mkdtempSync(join(tmpdir(), "kaihe-box-"));
}

export function startBox(fake: FakeConsole, dataDir: string, more: Partial<BoxOptions> = {}): Promise<Box> {
  return Box.start({ dataDir, consoleUrl: fake.url, host: "127.0.0.1", port: 0, pagePort: 0, log: quiet, ...more });
}

/** A claimed box that has applied `document`. */
export async function readyBox(fake: FakeConsole, document: DesiredDocument, dataDir = tempDataDir()): Promise<Box> {
  await fake.publish(document);
  const box = await startBox(fake, dataDir);
  await waitFor("the box to ask for a code", () => fake.door.pending);
  fake.door.approve(fake.enrollment);
  await waitFor("the configuration to be applied", () => box.enrolled?.runner.appliedVersion === document.version);
  return box;
}

export function clientOf(box: Box, apiKey = localKey): OpenAI {
  return new OpenAI({ baseURL: `http://127.0.0.1:${box.gatewayPort}/v1`, apiKey, maxRetries: 2 });
}
