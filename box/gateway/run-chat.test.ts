import { expect, test } from "vitest";
import { ProviderHealth } from "../config/provider-health.ts";
import type { Admission } from "../ledger/lease-keeper.ts";
import { documentOf, practiceConnection } from "../testing/world.ts";
import { MemorySink } from "./reply-sink.ts";
import { runChat } from "./run-chat.ts";
import { createUpstreamAgent } from "./upstream.ts";

test("a caller that leaves while its call waits for money is charged nothing, and nothing is sent", async () => {
  const gone = new AbortController();
  const happened: string[] = [];
  const keeper = {
    admit: (): Promise<Admission> => {
      gone.abort();
      return Promise.resolve({ isAdmitted: true, hold: { nanos: 5n, leases: [] } });
    },
    settle: () => {
      throw new Error("nothing was sent, so there is nothing to settle");
    },
    release: () => {
      happened.push("released");
    },
  };
  const agent = createUpstreamAgent();
  const parts = { keeper, health: new ProviderHealth(), agent, onSettled: () => {} };
  const config = { document: documentOf(1, [practiceConnection(1, "http://127.0.0.1:9/v1")]), keys: new Map() };
  const sink = new MemorySink(gone.signal);
  const call = { config, body: { model: "smart" }, caller: "tests", requestId: "r", sink };
  expect(await runChat(parts, call)).toBeNull();
  expect(happened).toEqual(["released"]);
  expect(sink.hasBegun).toBe(false);
  await agent.destroy();
});
