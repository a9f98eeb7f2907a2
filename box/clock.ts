/** The two clocks of a machine: one tells the time and may jump, the other only measures and never does. */
export type Clock = {
  /** Milliseconds since 1970, as the device believes. */
  wallMs: () => number;
  /** Milliseconds since some fixed moment of this process; never goes back. */
  monotonicMs: () => number;
};

export const systemClock: Clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * The console's time as the box knows it: the last `x-kaihe-time` carried forward by the monotonic clock. Before the
 * console has spoken it is the device's clock plus what was learned in an earlier life, and never earlier than the
 * latest console time ever seen: a device without a battery clock must not bring an expired lease back to life.
 */
export class ServerTime {
  readonly #clock: Clock;
  #atMonotonicMs: number;
  #serverMs: number;
  #isKnown = false;

  constructor(clock: Clock, memory: { offsetMs: number; latestMs: number } = { offsetMs: 0, latestMs: 0 }) {
    this.#clock = clock;
    this.#atMonotonicMs = clock.monotonicMs();
    this.#serverMs = Math.max(clock.wallMs() + memory.offsetMs, memory.latestMs);
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return Math.round(this.#serverMs + (this.#clock.monotonicMs() - this.#atMonotonicMs));
  }

  /** The console said what time it is. */
  observe(serverMs: number): void {
    this.#serverMs = serverMs;
    this.#atMonotonicMs = this.#clock.monotonicMs();
    this.#isKnown = true;
  }

  /** Whether the console has spoken since this process began. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** What the next life of the box needs to know. */
  memory(): { offsetMs: number; latestMs: number } {
    const now = this.nowMs();
    return { offsetMs: now - this.#clock.wallMs(), latestMs: now };
  }
}
