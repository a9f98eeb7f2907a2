import fc from "fast-check";
import { expect, test } from "vitest";
import { LocalKeyRule } from "../../lib/protocol/config.ts";
import { noTokens } from "../../lib/protocol/usage.ts";
import { GatewayError } from "./gateway-error.ts";
import { KeyLimits } from "./key-limits.ts";

const ruleOf = (more: Partial<LocalKeyRule>) => ({
  ...LocalKeyRule.parse({ name: "a", hash: "0".repeat(64) }),
  ...more,
});

function clockwork() {
  const clock = { nowMs: 0 };
  const limits = new KeyLimits(() => clock.nowMs);
  const enter = (rule: LocalKeyRule, model = "m") => {
    try {
      return { pass: limits.enter(rule, model), waitSeconds: 0 };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { pass: null, waitSeconds: Number(error.options.headers?.["retry-after"] ?? "0") };
    }
  };
  return { clock, enter };
}

test("in no 60 seconds are there more calls than the key may make, and whoever waits as told gets in", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }),
      (most, pauses) => {
        const { clock, enter } = clockwork();
        const rule = ruleOf({ requestsPerMinute: most });
        const admitted: number[] = [];
        for (const pause of pauses) {
          clock.nowMs += pause;
          const { pass, waitSeconds } = enter(rule);
          if (!pass) {
            expect(waitSeconds).toBeGreaterThanOrEqual(1);
            expect(waitSeconds).toBeLessThanOrEqual(61);
            clock.nowMs += waitSeconds * 1000;
            expect(enter(rule).pass).not.toBeNull();
          }
          admitted.push(clock.nowMs);
          const lately = admitted.filter((atMs) => atMs > clock.nowMs - 60_000);
          expect(lately.length).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

test("tokens count when a call ends, all kinds together, and are forgotten after a minute", () => {
  const { clock, enter } = clockwork();
  const rule = ruleOf({ tokensPerMinute: 100 });
  const first = enter(rule).pass;
  expect(enter(rule).pass).not.toBeNull();
  first?.count({ ...noTokens, input: 40, cacheRead: 30, output: 20, reasoning: 10 });
  expect(enter(rule)).toMatchObject({ pass: null, waitSeconds: 60 });
  clock.nowMs = 60_000;
  expect(enter(rule).pass).not.toBeNull();
});

test("a call leaves once, however often it says so, and a refused one never came in", () => {
  const { enter } = clockwork();
  const rule = ruleOf({ concurrentCalls: 2, requestsPerMinute: 4 });
  const [one, two] = [enter(rule).pass, enter(rule).pass];
  expect(enter(rule).pass).toBeNull();
  one?.leave();
  one?.leave();
  expect(enter(rule).pass).not.toBeNull();
  expect(enter(rule).pass).toBeNull();
  two?.leave();
  // The two that were refused do not count among the four.
  expect(enter(rule).pass).not.toBeNull();
});

test("keys have their own counts; one without limits has none; models are by name", () => {
  const { enter } = clockwork();
  const rule = ruleOf({ requestsPerMinute: 1 });
  expect(enter(rule).pass).not.toBeNull();
  expect(enter({ ...rule, name: "b" }).pass).not.toBeNull();
  for (let call = 0; call < 100; call++) expect(enter(ruleOf({ name: "c" })).pass).not.toBeNull();
  expect(enter(ruleOf({ name: "d", models: ["x"] }), "x").pass).not.toBeNull();
  expect(enter(ruleOf({ name: "d", models: ["x"] }), "xy").pass).toBeNull();
});
