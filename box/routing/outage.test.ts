import { expect, test } from "vitest";
import { strategies } from "../../lib/protocol/config.ts";
import { defaultBreakerOptions } from "./breaker.ts";
import { type SimulatedTarget, simulate } from "./testing/simulate.ts";

const minute = 60_000;
const { failuresToOpen, longestOpenMs } = defaultBreakerOptions;

const steady =
  (ttftMs: number): SimulatedTarget =>
  (_, random) =>
    ttftMs * (0.8 + 0.4 * random());

const downBetween =
  (startMs: number, endMs: number, target: SimulatedTarget): SimulatedTarget =>
  (nowMs, random) =>
    nowMs >= startMs && nowMs < endMs ? null : target(nowMs, random);

test("an outage costs as many failed attempts as open its breaker, then one for each time it was open", () => {
  for (const strategy of strategies) {
    const { calls, openings } = simulate({
      strategy,
      targets: [downBetween(minute, 11 * minute, steady(100)), steady(200), steady(300)],
      everyMs: 100,
      lastsMs: 30 * minute,
      seed: 1,
    });
    const failed = calls.filter((call) => call.failed.length > 0).length;
    expect([strategy, failed]).toEqual([strategy, failuresToOpen + openings.length - 1]);
    // Of the 6,000 calls during the outage.
    expect(failed).toBeLessThan(20);
    // Nobody noticed: every call was answered by some target.
    expect(calls.filter((call) => call.answeredBy === null)).toEqual([]);
    expect(calls.every((call) => call.failed.every((target) => target === 0))).toBe(true);
  }
});

test("a target that is back is found within the longest time a breaker stays open", () => {
  const { calls } = simulate({
    strategy: "priority",
    targets: [downBetween(minute, 11 * minute, steady(100)), steady(200), steady(300)],
    everyMs: 100,
    lastsMs: 30 * minute,
    seed: 2,
  });
  const late = calls.filter(({ atMs }) => atMs >= 11 * minute + longestOpenMs);
  expect(late.length).toBeGreaterThan(1000);
  expect(late.every(({ answeredBy }) => answeredBy === 0)).toBe(true);
});

test("when everything is down each target is still tried, and the first one back answers at once", () => {
  const down = (ttftMs: number) => downBetween(minute, 6 * minute, steady(ttftMs));
  const { calls } = simulate({
    strategy: "priority",
    targets: [down(100), down(200), down(300)],
    everyMs: 100,
    lastsMs: 10 * minute,
    seed: 3,
  });
  expect(calls.filter(({ atMs }) => atMs >= 6 * minute).every(({ answeredBy }) => answeredBy !== null)).toBe(true);
  expect(calls.every(({ failed }) => failed.length <= 3)).toBe(true);
});

test("fastest settles on the fastest, and finds the new one when speeds change", () => {
  const change = 30 * minute;
  const changing =
    (before: number, after: number): SimulatedTarget =>
    (nowMs, random) =>
      steady(nowMs < change ? before : after)(nowMs, random);
  for (const seed of [1, 2, 3, 4, 5]) {
    const { calls } = simulate({
      strategy: "fastest",
      targets: [changing(400, 900), changing(800, 300), changing(600, 600)],
      everyMs: 1000,
      lastsMs: 60 * minute,
      seed,
    });
    const share = (target: number, fromMs: number, toMs: number) => {
      const within = calls.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return within.filter(({ answeredBy }) => answeredBy === target).length / within.length;
    };
    // The rest is exploring: two slow targets, one call each every few minutes.
    expect(share(0, 5 * minute, change)).toBeGreaterThan(0.95);
    expect(share(1, change + 10 * minute, 60 * minute)).toBeGreaterThan(0.95);
  }
});
