const windowSeconds = 60;

/** Spending speed over the last minute. */
export class BurnMeter {
  readonly #buckets: { second: number; nanos: bigint }[] = [];
  #startedAt: number | null = null;

  record(nanos: bigint, monotonicMs: number): void {
    const second = Math.floor(monotonicMs / 1000);
    this.#startedAt ??= second;
    const last = this.#buckets.at(-1);
    if (last && last.second === second) last.nanos += nanos;
    else this.#buckets.push({ second, nanos });
  }

  /** Nano-USD per second; measured over the time since the first spending, at most a minute, at least a second. */
  nanosPerSecond(monotonicMs: number): bigint {
    const second = Math.floor(monotonicMs / 1000);
    while (this.#buckets[0] && this.#buckets[0].second <= second - windowSeconds) this.#buckets.shift();
    const total = this.#buckets.reduce((sum, bucket) => sum + bucket.nanos, 0n);
    const age = Math.min(windowSeconds, Math.max(1, second - (this.#startedAt ?? second) + 1));
    return total / BigInt(age);
  }
}
