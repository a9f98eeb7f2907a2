import { noTokens } from "#lib/protocol/usage.ts";
import type { SpendSeries, SpendView } from "#lib/spend/schema.ts";

/** An answer of the API with these series; what is not said is empty. */
export function spendView(series: readonly Partial<SpendSeries>[], facts: Partial<SpendView> = {}): SpendView {
  const measured = { costNanos: 0n, requests: 0, errors: 0, tokens: noTokens };
  const whole = series.map((one) => ({ ...measured, key: "", label: "", previousNanos: null, points: null, ...one }));
  return {
    ...measured,
    costNanos: whole.reduce((all, { costNanos }) => all + costNanos, facts.rest?.costNanos ?? 0n),
    granularity: "day",
    timezone: "UTC",
    startsAt: "2026-11-01T00:00:00.000Z",
    endsAt: "2026-11-03T00:00:00.000Z",
    previousStartsAt: null,
    previousNanos: null,
    buckets: ["2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"],
    isFirstPartial: false,
    isLastPartial: true,
    series: whole,
    rest: null,
    restPoints: null,
    pairs: [],
    isCut: false,
    dataThrough: null,
    ...facts,
  };
}
