import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PaceFacts, paceOf, paceWindowMs } from "./pace.ts";

const hour = 3_600_000;
const day = 24 * hour;
const usd = 1_000_000_000n;
const now = Date.UTC(2026, 10, 23, 12);

const facts = (given: Partial<PaceFacts>): PaceFacts => ({
  nowMs: now,
  startsAtMs: now - 2 * day,
  endsAtMs: now + 2 * day,
  spentNanos: 4n * usd,
  freeNanos: 6n * usd,
  recent: { nanos: 0n, sinceMs: now - 7 * day },
  ...given,
});

describe("the pace", () => {
  test("of a young period is what its account spent since it began", () => {
    expect(paceOf(facts({}))).toEqual({ paceNanosPerDay: 2n * usd, forecastNanos: 8n * usd, exhaustedAt: null });
  });

  test("of an old one is that of the last 7 days, not of the whole", () => {
    const pace = paceOf(facts({ startsAtMs: now - 20 * day, recent: { nanos: 14n * usd, sinceMs: now - 7 * day } }));
    expect(pace).toMatchObject({ paceNanosPerDay: 2n * usd, forecastNanos: 8n * usd });
  });

  test("names the moment at which nothing is free any more, if the period still runs then", () => {
    const at = paceOf(facts({ freeNanos: 2n * usd }))?.exhaustedAt;
    expect(at).toBe(new Date(now + day).toISOString());
    expect(paceOf(facts({ freeNanos: 4n * usd }))?.exhaustedAt).toBeNull();
    expect(paceOf(facts({ freeNanos: 0n }))?.exhaustedAt).toBe(new Date(now).toISOString());
    expect(paceOf(facts({ freeNanos: 4n * usd, endsAtMs: null }))).toMatchObject({
      forecastNanos: null,
      exhaustedAt: new Date(now + 2 * day).toISOString(),
    });
  });

  test("is unknown in the first hour of nothing, and nothing after a day of nothing", () => {
    expect(paceOf(facts({ startsAtMs: now - hour / 2, spentNanos: 0n }))).toBeNull();
    expect(paceOf(facts({ spentNanos: 0n }))).toMatchObject({ paceNanosPerDay: 0n, exhaustedAt: null });
  });

  test("of one call a second after midnight is not 86,400 such calls a day", () => {
    expect(paceOf(facts({ startsAtMs: now - 1000, spentNanos: usd }))?.paceNanosPerDay).toBe(24n * usd);
  });
});

test("whatever is spent: the forecast is never below what is spent, the end never outside the period, all of it storable", () => {
  const nanos = fc.bigInt({ min: 0n, max: 100_000_000_000_000_000n });
  fc.assert(
    fc.property(
      nanos,
      nanos,
      nanos,
      fc.integer({ min: 0, max: 400 * day }),
      fc.option(fc.integer({ min: 1, max: 400 * day }), { nil: null }),
      (spentNanos, freeNanos, recentNanos, ageMs, leftMs) => {
        const endsAtMs = leftMs === null ? null : now + leftMs;
        const recent = { nanos: recentNanos, sinceMs: now - paceWindowMs };
        const pace = paceOf({ nowMs: now, startsAtMs: now - ageMs, endsAtMs, spentNanos, freeNanos, recent });
        if (pace === null) return ageMs < hour && (spentNanos === 0n || recentNanos === 0n);
        expect(pace.paceNanosPerDay.toString().length).toBeLessThanOrEqual(18);
        if (pace.forecastNanos === null) expect(endsAtMs).toBeNull();
        else {
          expect(pace.forecastNanos).toBeGreaterThanOrEqual(spentNanos);
          expect(pace.forecastNanos.toString().length).toBeLessThanOrEqual(18);
        }
        if (pace.exhaustedAt !== null) {
          const atMs = Date.parse(pace.exhaustedAt);
          expect(atMs).toBeGreaterThanOrEqual(now);
          if (freeNanos > 0n && endsAtMs !== null) expect(atMs).toBeLessThan(endsAtMs);
          // At that moment it is used up, a millisecond before it was not.
          const spentBy = (ms: number) => (pace.paceNanosPerDay * BigInt(ms)) / BigInt(day);
          expect(spentBy(atMs - now)).toBeGreaterThanOrEqual(freeNanos);
          if (atMs > now) expect(spentBy(atMs - now - 1)).toBeLessThan(freeNanos);
        }
        return true;
      },
    ),
  );
});
