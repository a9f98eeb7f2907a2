import { DecayingSum } from "./decaying-sum.ts";

/**
 * Mean of values that come at uneven times, each weighted by ½^(age / half-life): an exponentially weighted moving average
 * that fades with time, not with the number of values, so that a burst of calls is not a long memory.
 */
export class Ewma {
  readonly #weight: DecayingSum;
  #mean: number | null = null;

  constructor(halfLifeMs: number) {
    this.#weight = new DecayingSum(halfLifeMs);
  }

  add(value: number, nowMs: number): void {
    const before = this.#weight.at(nowMs);
    this.#mean = this.#mean === null ? value : (this.#mean * before + value) / (before + 1);
    this.#weight.add(1, nowMs);
  }

  /** Null before the first value. While nothing is added all weights fade alike, so it stays what it is. */
  get mean(): number | null {
    return this.#mean;
  }
}
