import fc from "fast-check";
import { expect, test } from "vitest";
import { type ErrorClass, errorClasses } from "../../lib/protocol/usage.ts";
import { seededRandom } from "../../lib/seeded-random.ts";
import { Breaker, type BreakerOptions, defaultBreakerOptions, type Pass } from "./breaker.ts";
import type { Outcome } from "./outcome.ts";

const options: BreakerOptions = {
  ...defaultBreakerOptions,
  failuresToOpen: 3,
  minimumSample: 1_000_000,
  windowMs: 10_000,
  openMs: 1000,
  longestOpenMs: 8000,
  longestProbeMs: 1_000_000_000,
};
const counting: ErrorClass[] = [
  "rate_limited",
  "overloaded",
  "timeout",
  "unreachable",
  "auth",
  "not_found",
  "stream_cut",
  "server_error",
];
const neutral = errorClasses.filter((errorClass) => !counting.includes(errorClass));
const ok: Outcome = { kind: "ok", ttftMs: null };
const failed = (errorClass: ErrorClass = "server_error", retryAfterMs: number | null = null): Outcome => ({
  kind: "failed",
  errorClass,
  retryAfterMs,
});

function breakerOf(more: Partial<BreakerOptions> = {}): Breaker {
  return new Breaker({ ...options, ...more }, () => 0.5);
}

/** The pass, which must be given. */
function passOf(breaker: Breaker, nowMs: number, isLastChance = false): Pass {
  const pass = breaker.tryPass(nowMs, isLastChance);
  if (!pass) throw new Error(`no pass at ${nowMs}`);
  return pass;
}

function openedAt(nowMs: number, breaker = breakerOf()): Breaker {
  for (let call = 0; call < options.failuresToOpen; call++) breaker.note(passOf(breaker, nowMs), failed(), nowMs);
  return breaker;
}

/** What must hold of any breaker, kept beside a real one. */
type Model = {
  nowMs: number;
  /** When it opened last; null: closed. `leastMs`: no ordinary call before that; `askedMs`: no call at all before that. */
  open: { leastMs: number; askedMs: number } | null;
  failuresInARow: number;
  askedMs: number;
  /** Passes given since it opened or closed last, and those from before. */
  current: Pass[];
  old: Pass[];
  probes: Set<Pass>;
};

class TryPass implements fc.Command<Model, Breaker> {
  readonly isLastChance: boolean;
  constructor(isLastChance: boolean) {
    this.isLastChance = isLastChance;
  }
  check = () => true;
  run(model: Model, breaker: Breaker) {
    const state = breaker.stateAt(model.nowMs);
    expect(state === "closed").toBe(model.open === null);
    const pass = breaker.tryPass(model.nowMs, this.isLastChance);
    if (!model.open) {
      expect(pass?.isProbe).toBe(false);
    } else {
      const { leastMs, askedMs } = model.open;
      if (model.nowMs < (this.isLastChance ? askedMs : leastMs) || model.probes.size > 0) expect(pass).toBeNull();
      if (state === "half_open") expect(pass).not.toBeNull();
      if (this.isLastChance && model.nowMs >= askedMs && model.probes.size === 0) expect(pass).not.toBeNull();
    }
    if (!pass) return;
    model.current.push(pass);
    if (pass.isProbe) model.probes.add(pass);
    expect(model.probes.size).toBeLessThanOrEqual(1);
  }
  toString = () => (this.isLastChance ? "last chance" : "pass");
}

class Note implements fc.Command<Model, Breaker> {
  readonly which: number;
  readonly outcome: Outcome;
  constructor(which: number, outcome: Outcome) {
    this.which = which;
    this.outcome = outcome;
  }
  check = (model: Model) => model.current.length + model.old.length > 0;
  run(model: Model, breaker: Breaker) {
    const all = [...model.current, ...model.old];
    const pass = all[this.which % all.length];
    if (!pass) return;
    const isOld = model.old.includes(pass);
    if (this.outcome.kind !== "answering") {
      model.current = model.current.filter((item) => item !== pass);
      model.old = model.old.filter((item) => item !== pass);
    }
    breaker.note(pass, this.outcome, model.nowMs);
    if (!isOld) this.#expect(model, pass);
    expect(breaker.stateAt(model.nowMs) === "closed").toBe(model.open === null);
  }
  #expect(model: Model, pass: Pass) {
    model.probes.delete(pass);
    const { outcome } = this;
    const isCounting = outcome.kind === "failed" && counting.includes(outcome.errorClass);
    if (outcome.kind === "cancelled" || (outcome.kind === "failed" && !isCounting)) return;
    if (!isCounting) {
      if (model.open || outcome.kind === "ok") Object.assign(model, { failuresInARow: 0, askedMs: 0, open: null });
      return;
    }
    const waitMs = outcome.kind === "failed" ? Math.min(outcome.retryAfterMs ?? 0, options.longestOpenMs) : 0;
    model.askedMs = Math.max(model.askedMs, model.nowMs + waitMs);
    model.failuresInARow++;
    if (model.open && model.nowMs < model.open.leastMs) {
      model.open.askedMs = model.askedMs;
      model.open.leastMs = Math.max(model.open.leastMs, model.askedMs);
    } else if (model.open || model.failuresInARow >= options.failuresToOpen) {
      // Half of the shortest time is certain, the rest is chance.
      const leastMs = Math.max(model.nowMs + options.openMs / 2, model.askedMs);
      model.open = { leastMs, askedMs: model.askedMs };
      model.old.push(...model.current);
      model.current = [];
      model.probes.clear();
    }
  }
  toString = () => `note ${this.which} ${JSON.stringify(this.outcome)}`;
}

class Wait implements fc.Command<Model, Breaker> {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  run(model: Model, breaker: Breaker) {
    model.nowMs += this.ms;
    // The real end is by chance later than the least one: from here on it is known.
    if (model.open) model.open.leastMs = Math.max(model.open.leastMs, model.nowMs + breaker.waitMs(model.nowMs));
  }
  toString = () => `wait ${this.ms}`;
}

/** Failures most of all, else it hardly ever opens. */
const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom<Outcome>({ kind: "cancelled" }, { kind: "answering", ttftMs: 10 }, ok),
  fc
    .tuple(fc.constantFrom(...errorClasses), fc.option(fc.integer({ min: 0, max: 20_000 })))
    .map(([errorClass, ms]) => failed(errorClass, ms)),
  { weight: 3, arbitrary: fc.constantFrom(...counting).map((errorClass) => failed(errorClass)) },
);

test("an open breaker lets nobody through before its time, then one at a time, and success closes it", () => {
  const commands = fc.commands(
    [
      fc.constant(new TryPass(false)),
      fc.constant(new TryPass(true)),
      fc.tuple(fc.nat({ max: 20 }), anyOutcome).map(([which, outcome]) => new Note(which, outcome)),
      fc.integer({ min: 0, max: 6000 }).map((ms) => new Wait(ms)),
    ],
    { maxCommands: 60, size: "max" },
  );
  fc.assert(
    fc.property(commands, fc.integer(), (list, seed) => {
      const real = new Breaker(options, seededRandom(seed));
      const model: Model = {
        nowMs: 0,
        open: null,
        failuresInARow: 0,
        askedMs: 0,
        current: [],
        old: [],
        probes: new Set(),
      };
      fc.modelRun(() => ({ model, real }), list);
      // Whatever happened: once what is on its way is back and its time is over, one success is enough.
      for (const pass of model.current) real.note(pass, { kind: "cancelled" }, model.nowMs);
      const laterMs = model.nowMs + options.longestOpenMs;
      real.note(passOf(real, laterMs), ok, laterMs);
      expect(real.stateAt(laterMs)).toBe("closed");
    }),
    { numRuns: 500 },
  );
});

test("no number of outcomes that say nothing about the target opens it", () => {
  const anyNeutral = fc.oneof(
    fc.constant<Outcome>({ kind: "cancelled" }),
    fc.constantFrom(...neutral).map((errorClass) => failed(errorClass, 5000)),
  );
  fc.assert(
    fc.property(fc.array(anyNeutral, { maxLength: 100 }), (outcomes) => {
      const breaker = breakerOf({ minimumSample: 1 });
      for (const outcome of outcomes) breaker.note(passOf(breaker, 0), outcome, 0);
      expect(breaker.stateAt(0)).toBe("closed");
    }),
  );
});

test("each class of failures that are the target's fault opens it", () => {
  for (const errorClass of counting) {
    const breaker = breakerOf();
    for (let call = 0; call < 3; call++) breaker.note(passOf(breaker, 0), failed(errorClass), 0);
    expect([errorClass, breaker.stateAt(0)]).toEqual([errorClass, "open"]);
  }
});

test("half of the calls failing opens it, but only of enough calls, and only of recent ones", () => {
  const alternate = (gapMs: number, calls: number) => {
    const breaker = breakerOf({ failuresToOpen: 1000, minimumSample: 10 });
    let nowMs = 0;
    for (let call = 0; call < calls; call++) {
      nowMs = call * gapMs;
      const pass = breaker.tryPass(nowMs);
      if (pass) breaker.note(pass, call % 2 === 0 ? ok : failed(), nowMs);
    }
    return breaker.stateAt(nowMs);
  };
  expect(alternate(10, 9)).toBe("closed");
  expect(alternate(10, 10)).toBe("open");
  // Never ten within the window.
  expect(alternate(2000, 100)).toBe("closed");
});

test("it stays open longer each time, up to the limit, and forgets that after a quiet window", () => {
  const breaker = openedAt(0);
  const lengths: number[] = [];
  let nowMs = 0;
  for (let opening = 0; opening < 6; opening++) {
    const waitMs = breaker.waitMs(nowMs);
    lengths.push(waitMs);
    nowMs += waitMs;
    breaker.note(passOf(breaker, nowMs), failed(), nowMs);
  }
  expect(lengths).toEqual([750, 1500, 3000, 6000, 6000, 6000]);
  nowMs += breaker.waitMs(nowMs);
  breaker.note(passOf(breaker, nowMs), ok, nowMs);
  expect(openedAt(nowMs + 1, breaker).waitMs(nowMs + 1)).toBe(6000);
  nowMs += 6001;
  breaker.note(passOf(breaker, nowMs), ok, nowMs);
  nowMs += options.windowMs;
  expect(openedAt(nowMs, breaker).waitMs(nowMs)).toBe(750);
});

test("half of the time open is chance, so that boxes do not come back together", () => {
  const waitWith = (value: number) => openedAt(0, new Breaker(options, () => value)).waitMs(0);
  expect([waitWith(0), waitWith(0.5), waitWith(0.999)]).toEqual([500, 750, 999.5]);
});

test("what the provider asks for is waited for, even as a last chance, but not for a day", () => {
  const breaker = breakerOf();
  for (const retryAfterMs of [5000, null, null])
    breaker.note(passOf(breaker, 0), failed("rate_limited", retryAfterMs), 0);
  expect(breaker.waitMs(0)).toBe(5000);
  expect(breaker.tryPass(4999, true)).toBeNull();
  expect(breaker.tryPass(5000)).toMatchObject({ isProbe: true });

  const azure = breakerOf();
  for (let call = 0; call < 3; call++) azure.note(passOf(azure, 0), failed("rate_limited", 86_400_000), 0);
  expect(azure.waitMs(0)).toBe(options.longestOpenMs);
});

test("a success in between makes an older wish of the provider void", () => {
  const breaker = breakerOf();
  breaker.note(passOf(breaker, 0), failed("rate_limited", 8000), 0);
  breaker.note(passOf(breaker, 0), ok, 0);
  expect(openedAt(1, breaker).waitMs(1)).toBe(750);
});

test("a last chance that fails neither shortens nor lengthens the time", () => {
  const breaker = openedAt(0);
  for (let nowMs = 1; nowMs < 700; nowMs += 100) {
    breaker.note(passOf(breaker, nowMs, true), failed(), nowMs);
    expect(breaker.waitMs(nowMs)).toBe(750 - nowMs);
  }
});

test("the first token of a probe closes it; a stream that is cut afterwards counts like any failure", () => {
  const breaker = openedAt(0);
  const probe = passOf(breaker, 750);
  expect(breaker.stateAt(750)).toBe("open");
  breaker.note(probe, { kind: "answering", ttftMs: 5 }, 760);
  expect(breaker.stateAt(760)).toBe("closed");
  breaker.note(probe, failed("stream_cut"), 770);
  breaker.note(passOf(breaker, 770), failed(), 770);
  expect(breaker.stateAt(770)).toBe("closed");
  breaker.note(passOf(breaker, 770), failed(), 770);
  expect(breaker.stateAt(770)).toBe("open");
});

test("a provider that cuts every stream is not saved by its first tokens", () => {
  const breaker = breakerOf();
  for (let call = 0; call < 3; call++) {
    const pass = passOf(breaker, 0);
    breaker.note(pass, { kind: "answering", ttftMs: 5 }, 0);
    breaker.note(pass, failed("stream_cut"), 0);
  }
  expect(breaker.stateAt(0)).toBe("open");
});

test("a probe that tells nothing leaves the question open and the place free", () => {
  const breaker = openedAt(0);
  for (const outcome of [{ kind: "cancelled" } as const, failed("bad_request")]) {
    breaker.note(passOf(breaker, 750), outcome, 750);
    expect(breaker.stateAt(750)).toBe("half_open");
  }
});

test("what a last chance is asked to wait is waited", () => {
  const breaker = openedAt(0);
  breaker.note(passOf(breaker, 10, true), failed("rate_limited", 3000), 10);
  expect(breaker.waitMs(10)).toBe(3000);
  expect(breaker.tryPass(3009, true)).toBeNull();
});

test("once closed, the failures of before do not open it again", () => {
  const breaker = breakerOf({ failuresToOpen: 1000, minimumSample: 3, openMs: 100 });
  for (let call = 0; call < 3; call++) breaker.note(passOf(breaker, 0), failed(), 0);
  expect(breaker.stateAt(0)).toBe("open");
  breaker.note(passOf(breaker, 75), ok, 75);
  breaker.note(passOf(breaker, 75), failed(), 75);
  expect(breaker.stateAt(75)).toBe("closed");
});

test("a probe that was given up and fails late does not keep the place of the next one", () => {
  const breaker = openedAt(0, breakerOf({ longestProbeMs: 60_000 }));
  const late = passOf(breaker, 750);
  passOf(breaker, 60_750);
  breaker.note(late, failed(), 60_751);
  const waitMs = breaker.waitMs(60_751);
  expect(waitMs).toBe(1500);
  expect(breaker.tryPass(60_751 + waitMs)).toMatchObject({ isProbe: true });
});

test("what began before it opened does not close it", () => {
  const breaker = breakerOf();
  const early = passOf(breaker, 0);
  openedAt(0, breaker);
  breaker.note(early, ok, 10);
  expect(breaker.stateAt(10)).toBe("open");
});

test("a probe that was never heard of again does not keep the target out for ever", () => {
  const breaker = openedAt(0, breakerOf({ longestProbeMs: 60_000 }));
  passOf(breaker, 750);
  expect(breaker.tryPass(60_749)).toBeNull();
  expect(breaker.tryPass(60_750)).toMatchObject({ isProbe: true });
});
