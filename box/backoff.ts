/** Exponential backoff with full jitter (AWS architecture blog, "Exponential Backoff And Jitter"). Milliseconds. */
export class Backoff {
  readonly #baseMs: number;
  readonly #maxMs: number;
  #attempt = 0;

  constructor(baseMs = 200, maxMs = 15_000) {
    this.#baseMs = baseMs;
    this.#maxMs = maxMs;
  }

  /** The next wait; grows with every call until `reset`. Never below 50 ms, so that a refusal is not a busy loop. */
  nextMs(): number {
    const ceiling = Math.min(this.#maxMs, this.#baseMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return Math.max(50, Math.random() * ceiling);
  }

  reset(): void {
    this.#attempt = 0;
  }
}
