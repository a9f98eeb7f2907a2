import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertKey, dueBoxAlerts, dueBudgetAlerts, type WatchedBudget } from "./due.ts";

// Taken out by hand, each turned this file red: `!raised.has`, `usedNanos < capNanos` and `alertsForecast` of forecasts,
// presumed in `usedNanos`, `wasRefused`, the twentieth, `>` of `toldOf`.

const quiet: WatchedBudget = {
  id: "bud_1",
  name: "Lab",
  startsAtMs: 0,
  thresholds: [50, 80, 100],
  alertsForecast: true,
  capNanos: 1000n,
  spentNanos: 0n,
  presumedNanos: 0n,
  overshootNanos: 0n,
  forecastNanos: null,
  wasRefused: false,
};

const told = (budget: Partial<WatchedBudget>) =>
  dueBudgetAlerts([{ ...quiet, ...budget }], new Set()).map(({ kind, percent }) =>
    kind === "budget.threshold" ? percent : kind,
  );

const nanos = fc.bigInt(0n, 5000n);
const anyThresholds = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 8 })
  .map((list) => list.toSorted((a, b) => a - b));
const anyMoment = fc.record({
  capNanos: fc.bigInt(1n, 5000n),
  spentNanos: nanos,
  presumedNanos: nanos,
  overshootNanos: nanos,
  forecastNanos: fc.option(nanos),
  wasRefused: fc.boolean(),
  startsAtMs: fc.constantFrom(0, 1, 2),
});

describe("over any course of a budget, its cap raised and lowered, money spent and given back", () => {
  test("each threshold is told exactly once in each period in which it was reached, and never without", () => {
    fc.assert(
      fc.property(anyThresholds, fc.array(anyMoment, { maxLength: 30 }), (thresholds, moments) => {
        const raised: string[] = [];
        const reached = new Set<string>();
        for (const moment of moments) {
          const budget = { ...quiet, thresholds, ...moment };
          for (const percent of thresholds) {
            const isReached = (budget.spentNanos + budget.presumedNanos) * 100n >= budget.capNanos * BigInt(percent);
            if (isReached) reached.add(`${budget.startsAtMs} ${percent}`);
          }
          raised.push(...dueBudgetAlerts([budget], new Set(raised)).map(alertKey));
        }
        expect(new Set(raised).size).toBe(raised.length);
        const thresholdsTold = raised.filter((key) => key.startsWith("budget.threshold"));
        expect(thresholdsTold.toSorted()).toEqual(
          [...reached].map((key) => `budget.threshold bud_1 ${key}`).toSorted(),
        );
      }),
    );
  });

  test("a forecast is told only where there is one, over the cap, asked for, and not yet history", () => {
    fc.assert(
      fc.property(anyMoment, fc.boolean(), (moment, alertsForecast) => {
        const { forecastNanos, capNanos, spentNanos, presumedNanos } = moment;
        const isTold = told({ ...moment, alertsForecast }).includes("budget.forecast");
        const isDue = forecastNanos !== null && forecastNanos > capNanos && spentNanos + presumedNanos < capNanos;
        expect(isTold).toBe(alertsForecast && isDue);
      }),
    );
  });
});

test("crossing several at once tells each", () => {
  expect(told({ spentNanos: 850n })).toEqual([50, 80]);
  expect(told({ spentNanos: 1000n })).toEqual([50, 80, 100, "budget.exhausted"]);
});

test("a cent short of a threshold tells nothing; what unreachable boxes may have spent counts", () => {
  expect(told({ spentNanos: 499n })).toEqual([]);
  expect(told({ spentNanos: 499n, presumedNanos: 1n })).toEqual([50, "lease.presumed"]);
});

test("exhausted: nothing left, or a box was refused with less than a twentieth left", () => {
  expect(told({ thresholds: [], spentNanos: 950n, wasRefused: true })).toEqual([]);
  expect(told({ thresholds: [], spentNanos: 951n, wasRefused: true })).toEqual(["budget.exhausted"]);
  expect(told({ thresholds: [], spentNanos: 999n })).toEqual([]);
});

test("what a provider billed beyond the hold is told, with the amount", () => {
  const [alert] = dueBudgetAlerts([{ ...quiet, overshootNanos: 7n }], new Set());
  expect(alert).toMatchObject({ kind: "budget.overshoot", figures: { overshootNanos: 7n, name: "Lab" } });
});

test("refused events of a box are told again when there are more, under the day's key", () => {
  const box = { id: "box_1", name: "Lobby", quarantined: 3, toldOf: 0 };
  const [first] = dueBoxAlerts([box], 86_400_000 + 5);
  expect(first).toMatchObject({ periodStartMs: 86_400_000, figures: { count: 3 } });
  expect(dueBoxAlerts([{ ...box, toldOf: 3 }], 86_400_000)).toEqual([]);
  expect(dueBoxAlerts([{ ...box, quarantined: 4, toldOf: 3 }], 2 * 86_400_000)).toHaveLength(1);
});
