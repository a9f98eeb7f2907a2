import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { pino } from "pino";
import type { Connection, DesiredDocument } from "../../lib/protocol/config.ts";
import { Box, type BoxOptions } from "../box.ts";
import { testId } from "../ledger/testing/ids.ts";
import { boxId, type FakeConsole, orgId } from "./fake-console.ts";
import { waitFor } from "./wait-for.ts";

export const localKey = "kl_test_key";
export const quiet = pino({ level: "silent" });
export const prv = (number: number) => testId("prv", number);
export const bud = (number: number) => testId("bud", number);

const price = {
  hash: "a".repeat(64),
  tiers: [
    {
      aboveInputTokens: 0,
      inputNanosPerMillion: 400_000_000n,
      cacheReadNanosPerMillion: 100_000_000n,
      outputNanosPerMillion: 1_600_000_000n,
    },
  ],
};

export function practiceConnection(number: number, baseUrl: string, more: Partial<Connection> = {}): Connection {
  const models = ["practice-small", "practice-large", "practice-reasoner"].map((id) => ({
    id,
    price,
    maxOutputTokens: 4096,
  }));
  const unpriced = { id: "practice-unpriced", price: null, maxOutputTokens: null };
  const rest = { kind: "practice", channel: "direct", keyVersion: 1, models: [...models, unpriced] } as const;
  return { id: prv(number), name: `Practice ${number}`, baseUrl, ...rest, models: [...rest.models], ...more };
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
      routes: { smart: { targets: connections.map(({ id }) => ({ connectionId: id, model: "practice-small" })) } },
      observationSeconds: 1,
    },
    connections,
    budgets: [],
    localKeys: [{ name: "tests", hash: createHash("sha256").update(localKey).digest("hex") }],
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
