const slices = 10;

/** Successes and failures of the last `windowMs`, to a tenth of it. */
export class FailureWindow {
  readonly #sliceMs: number;
  #slices: { index: number; total: number; failed: number }[] = [];

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / slices;
  }

  add(hasFailed: boolean, nowMs: number): void {
    this.#dropOld(nowMs);
    const index = Math.floor(nowMs / this.#sliceMs);
    let slice = this.#slices.at(-1);
    if (slice?.index !== index) {
      slice = { index, total: 0, failed: 0 };
      this.#slices.push(slice);
    }
    slice.total++;
    if (hasFailed) slice.failed++;
  }

  /** As of the last `add`. */
  counts(): { total: number; failed: number } {
    return {
      total: this.#slices.reduce((sum, slice) => sum + slice.total, 0),
      failed: this.#slices.reduce((sum, slice) => sum + slice.failed, 0),
    };
  }

  clear(): void {
    this.#slices = [];
  }

  #dropOld(nowMs: number): void {
    const oldest = Math.floor(nowMs / this.#sliceMs) - slices;
    this.#slices = this.#slices.filter(({ index }) => index > oldest);
  }
}
