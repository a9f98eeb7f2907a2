import { expect, test } from "vitest";
import { practiceConnection, prv } from "../testing/world.ts";
import { GatewayError } from "./gateway-error.ts";
import { noOverrides, readOverrides } from "./overrides.ts";

const connections = [1, 2].map((number) => practiceConnection(number, "http://p.test/v1"));
const read = (headers: Record<string, string>) => readOverrides(headers, connections);
const nothing = {
  strategy: undefined,
  channels: undefined,
  connectionIds: undefined,
  maxInputNanosPerMillion: undefined,
  maxOutputNanosPerMillion: undefined,
};

test("without headers of the box, and with empty ones, a call goes as its route says", () => {
  expect(read({ "content-type": "a", "x-other": "b" })).toEqual({ ...noOverrides, routing: nothing });
  const empty = Object.fromEntries(
    ["strategy", "channel", "provider", "dry-run", "cache", "run-id", "agent", "clamp"].map((name) => [
      `x-kaihe-${name}`,
      " ",
    ]),
  );
  expect(read(empty)).toEqual({ ...noOverrides, routing: nothing });
});

test("every header means one thing, whatever its letters and spaces", () => {
  expect(
    read({
      "x-kaihe-strategy": " Cheapest ",
      "x-kaihe-channel": "direct, CLOUD,",
      "x-kaihe-provider": `practice 1, ${prv(2)}`,
      "x-kaihe-max-input-usd": "2.50",
      "x-kaihe-max-output-usd": "10",
      "x-kaihe-dry-run": "On",
      "x-kaihe-fallback": "0",
      "x-kaihe-cache": "FALSE",
      "x-kaihe-timeout-seconds": "0.5",
      "x-kaihe-run-id": " run 7 ",
      "x-kaihe-agent": " Agent_1.a-b ",
      "x-kaihe-clamp": "on",
    }),
  ).toEqual({
    routing: {
      strategy: "cheapest",
      channels: ["direct", "cloud"],
      connectionIds: [prv(1), prv(2)],
      maxInputNanosPerMillion: 2_500_000_000n,
      maxOutputNanosPerMillion: 10_000_000_000n,
    },
    isDryRun: true,
    hasFallback: false,
    usesCache: false,
    firstByteSeconds: 0.5,
    runId: "run 7",
    agent: "Agent_1.a-b",
    clamps: true,
  });
});

test.each([
  ["x-kaihe-unknown", "1"],
  ["x-kaihe-max-input", "1"],
  ["x-kaihe-strategy", "best"],
  ["x-kaihe-channel", "direct moon"],
  ["x-kaihe-provider", "Practice 3"],
  ["x-kaihe-max-input-usd", "-1"],
  ["x-kaihe-max-input-usd", "1e3"],
  ["x-kaihe-max-output-usd", "1,5"],
  ["x-kaihe-timeout-seconds", "0.01"],
  ["x-kaihe-timeout-seconds", "601"],
  ["x-kaihe-timeout-seconds", "soon"],
  ["x-kaihe-timeout-seconds", "Infinity"],
  ["x-kaihe-fallback", "maybe"],
  ["x-kaihe-run-id", "x".repeat(129)],
  ["x-kaihe-agent", "an agent"],
  ["x-kaihe-agent", "-a"],
  ["x-kaihe-agent", "a".repeat(64)],
  ["x-kaihe-clamp", "maybe"],
])("%s: %s is refused, because a misspelt limit is one that is not kept", (name, value) => {
  expect(() => read({ [name]: value })).toThrow(GatewayError);
  expect(() => read({ [name]: value })).toThrow(name);
});
