/**
 * A sum whose parts fade: what was added `halfLifeMs` ago counts half. So it reads as "how much lately", needs no list of
 * what was added, and goes to nothing by itself. `nowMs` is monotonic.
 */
export class DecayingSum {
  readonly #halfLifeMs: number;
  #value = 0;
  #atMs = 0;

  constructor(halfLifeMs: number) {
    this.#halfLifeMs = halfLifeMs;
  }

  add(amount: number, nowMs: number): void {
    this.#value = this.at(nowMs) + amount;
    this.#atMs = nowMs;
  }

  at(nowMs: number): number {
    return this.#value * 2 ** ((this.#atMs - nowMs) / this.#halfLifeMs);
  }
}
