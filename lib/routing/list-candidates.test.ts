import { expect, test } from "vitest";
import { Connection } from "../protocol/config.ts";
import { noFacts } from "./candidate.ts";
import { listCandidates } from "./list-candidates.ts";
import { connectionIdOf, priceOf } from "./testing/candidates.ts";

const later = priceOf(2n, 2n);
const connection: Connection = {
  ...Connection.parse({
    id: connectionIdOf(1),
    name: "Cloud",
    kind: "azure_openai",
    baseUrl: "https://example.test",
    channel: "cloud",
    keyVersion: 1,
    models: [{ id: "gpt", maxOutputTokens: 10 }],
  }),
};
const [model] = connection.models;
model?.prices.push({ fromMs: 0, daily: null, price: priceOf(1n, 1n) }, { fromMs: 1000, daily: null, price: later });

test("targets get the price in force and their measurements, and keep their order", () => {
  const target = { connectionId: connectionIdOf(1), model: "gpt", weight: 3 };
  const live = { ...noFacts, ttftMs: 12, samples: 1 };
  const [candidate] = listCandidates({ targets: [target], connections: [connection], facts: () => live, nowMs: 1000 });
  expect(candidate).toMatchObject({ target, connection: { name: "Cloud", channel: "cloud" }, live, isServed: true });
  expect(candidate?.price).toBe(later);
});

test("a target that points nowhere stays, marked as not served", () => {
  const targets = [
    { connectionId: connectionIdOf(1), model: "gone", weight: 1 },
    { connectionId: connectionIdOf(9), model: "gpt", weight: 1 },
  ];
  const found = listCandidates({ targets, connections: [connection], facts: () => noFacts, nowMs: 0 });
  expect(found.map(({ isServed, connection: { name } }) => [isServed, name])).toEqual([
    [false, "Cloud"],
    [false, connectionIdOf(9)],
  ]);
});
