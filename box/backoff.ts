/** Exponential backoff with full jitter (AWS architecture blog, "Exponential Backoff And Jitter"). Milliseconds. */
export class Backoff {
  readonly #baseMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempt = 0;

  /** `random`: from 0 to 1. */
  constructor(options: { baseMs?: number; maxMs?: number; random?: (() => number) | undefined } = {}) {
    this.#baseMs = options.baseMs ?? 200;
    this.#maxMs = options.maxMs ?? 15_000;
    this.#random = options.random ?? Math.random;
  }

  /** The next wait; grows with every call until `reset`. Never below 50 ms, so that a refusal is not a busy loop. */
  nextMs(): number {
    const ceiling = Math.min(this.#maxMs, this.#baseMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return Math.max(50, this.#random() * ceiling);
  }

  reset(): void {
    this.#attempt = 0;
  }
}
