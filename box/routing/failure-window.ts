const slices = 10;

/** Successes and failures of the last `windowMs`, to a tenth of it. */
export class FailureWindow {
  readonly #sliceMs: number;
  #slices: { index: number; total: number; failed: number }[] = [];

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / slices;
  }

  add(hasFailed: boolean, nowMs: number): void {
    const index = Math.floor(nowMs / this.#sliceMs);
    let slice = this.#slices.at(-1);
    if (slice?.index !== index) {
      slice = { index, total: 0, failed: 0 };
      this.#slices = [...this.#slices.filter((old) => old.index > index - slices), slice];
    }
    slice.total++;
    if (hasFailed) slice.failed++;
  }

  counts(nowMs: number): { total: number; failed: number } {
    const oldest = Math.floor(nowMs / this.#sliceMs) - slices;
    const kept = this.#slices.filter(({ index }) => index > oldest);
    return {
      total: kept.reduce((sum, slice) => sum + slice.total, 0),
      failed: kept.reduce((sum, slice) => sum + slice.failed, 0),
    };
  }

  clear(): void {
    this.#slices = [];
  }
}
