import type { BreakerState } from "../../lib/routing/candidate.ts";
import { FailureWindow } from "./failure-window.ts";
import { isFailure, type Outcome } from "./outcome.ts";

export type BreakerOptions = {
  /** Opens after that many failures in a row. */
  failuresToOpen: number;
  /** Opens when this share (0 to 1) of the calls within `windowMs` failed, of at least `minimumSample` calls. */
  errorShareToOpen: number;
  minimumSample: number;
  windowMs: number;
  /** How long it stays open the first time; doubles with every time that follows, up to `longestOpenMs`. */
  openMs: number;
  longestOpenMs: number;
  /** After that long a probe that was never heard of again no longer keeps the next one back. */
  longestProbeMs: number;
};

export const defaultBreakerOptions: BreakerOptions = {
  failuresToOpen: 5,
  errorShareToOpen: 0.5,
  minimumSample: 10,
  windowMs: 60_000,
  openMs: 5000,
  longestOpenMs: 120_000,
  longestProbeMs: 600_000,
};

/** Leave to call the target once. Its outcome is noted with it, exactly once but for `answering`. */
export type Pass = { readonly isProbe: boolean; readonly generation: number; readonly serial: number };

/**
 * The circuit breaker of one target (after Nygard, "Release It!"): closed, it counts failures; open, it lets nobody
 * through for a while; then one call at a time goes to see, and its success closes it.
 *
 * Holds no timer and reads no clock: `nowMs` is monotonic milliseconds, `random` gives [0, 1).
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #random: () => number;
  readonly #window: FailureWindow;
  #isOpen = false;
  /** When a probe may go, while open. */
  #untilMs = 0;
  /** What the provider asked for (Retry-After): not even a last chance goes before. */
  #notBeforeMs = 0;
  /** One more each time it opens: calls from before say nothing about now. */
  #generation = 0;
  #probe: { serial: number; startedAtMs: number } | null = null;
  #serial = 0;
  #failuresInARow = 0;
  /** How many times it opened without a quiet window between. */
  #streak = 0;
  #closedAtMs: number | null = null;

  constructor(options: BreakerOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
    this.#window = new FailureWindow(options.windowMs);
  }

  /** `half_open` only while a probe could go now: with one on its way it counts as open for everybody else. */
  stateAt(nowMs: number): BreakerState {
    if (!this.#isOpen) return "closed";
    return nowMs >= this.#untilMs && !this.#isProbing(nowMs) ? "half_open" : "open";
  }

  /** Milliseconds until a call may go; 0 when it may now (or as soon as a probe is back). */
  waitMs(nowMs: number): number {
    return this.#isOpen ? Math.max(0, this.#untilMs - nowMs) : 0;
  }

  /**
   * Null: leave the target alone. With `isLastChance` (no other target is left) an open breaker lets one call at a time
   * through even before its time, but not before what the provider asked for.
   */
  tryPass(nowMs: number, isLastChance = false): Pass | null {
    const generation = this.#generation;
    if (!this.#isOpen) return { isProbe: false, generation, serial: 0 };
    if (this.#isProbing(nowMs)) return null;
    if (nowMs < (isLastChance ? this.#notBeforeMs : this.#untilMs)) return null;
    this.#serial++;
    this.#probe = { serial: this.#serial, startedAtMs: nowMs };
    return { isProbe: true, generation, serial: this.#serial };
  }

  note(pass: Pass, outcome: Outcome, nowMs: number): void {
    if (pass.generation !== this.#generation) return;
    if (this.#isOpen) this.#noteProbe(pass, outcome, nowMs);
    else this.#noteCall(outcome, nowMs);
  }

  #noteProbe(pass: Pass, outcome: Outcome, nowMs: number): void {
    if (this.#probe?.serial === pass.serial) this.#probe = null;
    const hasFailed = isFailure(outcome);
    if (hasFailed === null) return;
    if (!hasFailed) {
      this.#close(nowMs);
      if (outcome.kind === "ok") this.#noteCall(outcome, nowMs);
      return;
    }
    this.#heedRetryAfter(outcome, nowMs);
    // A last chance that failed before the time is no news; only the provider's wish can move the end.
    if (nowMs >= this.#untilMs) this.#open(nowMs);
    else this.#untilMs = Math.max(this.#untilMs, this.#notBeforeMs);
  }

  #noteCall(outcome: Outcome, nowMs: number): void {
    const hasFailed = isFailure(outcome);
    if (hasFailed === null || outcome.kind === "answering") return;
    this.#window.add(hasFailed, nowMs);
    this.#failuresInARow = hasFailed ? this.#failuresInARow + 1 : 0;
    if (!hasFailed) {
      this.#notBeforeMs = 0;
      return;
    }
    this.#heedRetryAfter(outcome, nowMs);
    if (this.#hasHadEnough()) this.#open(nowMs);
  }

  #hasHadEnough(): boolean {
    const { failuresToOpen, minimumSample, errorShareToOpen } = this.#options;
    if (this.#failuresInARow >= failuresToOpen) return true;
    const { total, failed } = this.#window.counts();
    return total >= minimumSample && failed / total >= errorShareToOpen;
  }

  #heedRetryAfter(outcome: Outcome, nowMs: number): void {
    if (outcome.kind !== "failed" || outcome.retryAfterMs === null) return;
    // Some providers ask for a day (Azure OpenAI when a quota is used up); it may be raised any minute.
    const waitMs = Math.min(outcome.retryAfterMs, this.#options.longestOpenMs);
    this.#notBeforeMs = Math.max(this.#notBeforeMs, nowMs + waitMs);
  }

  #open(nowMs: number): void {
    const { openMs, longestOpenMs, windowMs } = this.#options;
    const isAgain = this.#isOpen || (this.#closedAtMs !== null && nowMs - this.#closedAtMs < windowMs);
    this.#streak = isAgain ? this.#streak + 1 : 1;
    const lengthMs = Math.min(longestOpenMs, openMs * 2 ** (this.#streak - 1));
    // Half of it by chance, so that the boxes of a fleet do not all come back at once.
    const jittered = lengthMs / 2 + (this.#random() * lengthMs) / 2;
    this.#untilMs = Math.max(nowMs + jittered, this.#notBeforeMs);
    this.#isOpen = true;
    this.#generation++;
    this.#probe = null;
  }

  #close(nowMs: number): void {
    this.#isOpen = false;
    this.#closedAtMs = nowMs;
    this.#failuresInARow = 0;
    this.#window.clear();
  }

  #isProbing(nowMs: number): boolean {
    return this.#probe !== null && nowMs - this.#probe.startedAtMs < this.#options.longestProbeMs;
  }
}
