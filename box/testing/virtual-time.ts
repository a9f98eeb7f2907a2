import type { Clock } from "../clock.ts";
import type { Timers } from "../timers.ts";

type Due = { id: number; atMs: number; everyMs: number | null; work: () => void };

/** Time that passes only when a test says so, hours in an instant: a clock, and timers that fire in their order. */
export class VirtualTime {
  #nowMs = 1_000_000;
  #nextId = 1;
  readonly #due = new Map<number, Due>();

  readonly clock: Clock = { wallMs: () => 1_700_000_000_000 + this.#nowMs, monotonicMs: () => this.#nowMs };

  readonly timers: Timers = {
    setTimeout: (work, ms) => this.#add(work, ms, null),
    clearTimeout: (timer) => void this.#due.delete(timer),
    setInterval: (work, ms) => this.#add(work, ms, ms),
    clearInterval: (timer) => void this.#due.delete(timer),
    setImmediate: (work) => void this.#add(work, 0, null),
  };

  /** Lets `ms` pass; everything that becomes due happens at its time, and what it leads to as well. */
  async pass(ms: number): Promise<void> {
    const endsAt = this.#nowMs + ms;
    await quiet();
    for (let next = this.#next(endsAt); next; next = this.#next(endsAt)) {
      this.#nowMs = next.atMs;
      if (next.everyMs === null) this.#due.delete(next.id);
      else next.atMs += next.everyMs;
      next.work();
      await quiet();
    }
    this.#nowMs = endsAt;
  }

  /** Resolves that much later. */
  after(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add(resolve, ms, null);
    });
  }

  #add(work: () => void, ms: number, everyMs: number | null): number {
    const id = this.#nextId++;
    this.#due.set(id, { id, atMs: this.#nowMs + Math.max(0, ms), everyMs, work });
    return id;
  }

  #next(endsAt: number): Due | null {
    let first: Due | null = null;
    for (const due of this.#due.values()) {
      if (due.atMs <= endsAt && (first === null || due.atMs < first.atMs)) first = due;
    }
    return first;
  }
}

/** Every promise that can go on has gone on. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
