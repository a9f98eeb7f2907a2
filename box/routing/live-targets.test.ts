import { expect, test } from "vitest";
import { Connection } from "../../lib/protocol/config.ts";
import { noFacts } from "../../lib/routing/candidate.ts";
import { connectionIdOf } from "../../lib/routing/testing/candidates.ts";
import { LiveTargets, type TargetPass } from "./live-targets.ts";
import type { Outcome } from "./outcome.ts";

const target = { connectionId: connectionIdOf(1), model: "small" };
const failed: Outcome = { kind: "failed", errorClass: "server_error", retryAfterMs: null };

function world(more: { most?: number } = {}) {
  const clock = { nowMs: 1000 };
  const live = new LiveTargets({
    monotonicMs: () => clock.nowMs,
    random: () => 0.5,
    halfLifeMs: 1000,
    breaker: { failuresToOpen: 2, openMs: 1000 },
    ...more,
  });
  const pass = (to = target): TargetPass => {
    const given = live.tryPass(to);
    if (!given) throw new Error("no pass");
    return given;
  };
  return { clock, live, pass, call: (outcome: Outcome, to = target) => live.note(pass(to), outcome) };
}

function connectionOf(more: Partial<Connection> = {}): Connection {
  return {
    ...Connection.parse({
      id: target.connectionId,
      name: "One",
      kind: "openai",
      baseUrl: "https://one.test/v1",
      channel: "direct",
      keyVersion: 1,
      models: [{ id: "small", maxOutputTokens: null }],
    }),
    ...more,
  };
}

test("of a target that nobody called there is nothing, and asking makes nothing", () => {
  const { live } = world();
  expect(live.facts(target)).toEqual(noFacts);
  expect(live.waitMs(target)).toBe(0);
});

test("times and failures are measured per target and fade", () => {
  const { clock, live, call } = world();
  call({ kind: "ok", ttftMs: 300 });
  call({ kind: "ok", ttftMs: 500 });
  call(failed);
  expect(live.facts(target)).toEqual({ ...noFacts, ttftMs: 400, samples: 3, errorRate: 1 / 4 });
  expect(live.facts({ ...target, model: "large" })).toEqual(noFacts);
  clock.nowMs += 1000;
  expect(live.facts(target)).toMatchObject({ ttftMs: 400, samples: 1.5, errorRate: 0.5 / 2.5 });
});

test("a stream's first token is measured when it comes, and its end counts one call", () => {
  const { live, pass } = world();
  const given = pass();
  live.note(given, { kind: "answering", ttftMs: 120 });
  expect(live.facts(target)).toMatchObject({ ttftMs: 120, samples: 0 });
  live.note(given, { kind: "ok", ttftMs: null });
  expect(live.facts(target)).toMatchObject({ ttftMs: 120, samples: 1 });
});

test("a caller who leaves, or asks badly, does not make a target look worse", () => {
  const { live, call } = world();
  call({ kind: "cancelled" });
  call({ kind: "failed", errorClass: "bad_request", retryAfterMs: null });
  expect(live.facts(target)).toMatchObject({ samples: 1, errorRate: 0, breaker: "closed" });
});

test("an open target gives no pass and tells the wait; then one probe is away and everybody else sees it open", () => {
  const { clock, live, call, pass } = world();
  call(failed);
  call(failed);
  expect(live.facts(target)).toMatchObject({ breaker: "open" });
  expect(live.tryPass(target)).toBeNull();
  expect(live.waitMs(target)).toBe(750);
  clock.nowMs += 750;
  expect(live.facts(target)).toMatchObject({ breaker: "half_open" });
  expect(pass()).toMatchObject({ isProbe: true });
  expect(live.facts(target)).toMatchObject({ breaker: "open" });
  expect(live.tryPass(target, true)).toBeNull();
});

test("a target that left the configuration, or whose key or address changed, is forgotten; others are not", () => {
  const changes: [Partial<Connection> | null, boolean][] = [
    [{}, true],
    [{ name: "Other name" }, true],
    [{ keyVersion: 2 }, false],
    [{ baseUrl: "https://two.test/v1" }, false],
    [{ models: [] }, false],
    [null, false],
  ];
  for (const [change, isKept] of changes) {
    const { live, call } = world();
    live.reconfigure([connectionOf()]);
    call({ kind: "ok", ttftMs: 300 });
    live.setReachable(target.connectionId, false);
    live.reconfigure(change ? [connectionOf(change)] : []);
    expect([change, live.facts(target).samples]).toEqual([change, isKept ? 1 : 0]);
    // A connection that only lost a model is as far away as before.
    expect(live.facts(target).isReachable).toBe(!isKept && !change?.models);
  }
});

test("the models of a local server are remembered although no configuration names them", () => {
  const { live, call } = world();
  const local = connectionOf({ kind: "local", models: [] });
  live.reconfigure([local]);
  call({ kind: "ok", ttftMs: 300 });
  live.reconfigure([local]);
  expect(live.facts(target).samples).toBe(1);
});

test("no more than the most targets are remembered, the ones used last", () => {
  const { live, call } = world({ most: 2 });
  const named = (model: string) => ({ ...target, model });
  for (const model of ["a", "b", "a", "c"]) call({ kind: "ok", ttftMs: 1 }, named(model));
  expect(["a", "b", "c"].map((model) => live.facts(named(model)).samples)).toEqual([2, 0, 1]);
});

test("an outcome for a forgotten target is harmless", () => {
  const { live, pass } = world();
  const given = pass();
  live.reconfigure([]);
  live.note(given, { kind: "ok", ttftMs: 5 });
  expect(live.facts(target)).toEqual(noFacts);
});
