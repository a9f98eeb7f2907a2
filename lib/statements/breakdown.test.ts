import fc from "fast-check";
import { expect, test } from "vitest";
import { breakdownOf } from "./breakdown.ts";

const series = fc.record({
  key: fc.string(),
  label: fc.string(),
  costNanos: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  requests: fc.nat(1_000_000),
  errors: fc.constant(0),
  previousNanos: fc.constant(null),
  points: fc.constant(null),
});

test("what is named and the line of the others are the total, whatever is cut", () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 12 }), fc.option(series), fc.nat(12), (named, unnamed, most) => {
      const all = unnamed ? [...named, unnamed] : named;
      const costNanos = all.reduce((sum, one) => sum + one.costNanos, 0n);
      const requests = all.reduce((sum, one) => sum + one.requests, 0);
      const rest = unnamed ? { count: 3 } : null;
      const { items, others } = breakdownOf({ costNanos, requests, series: named, rest }, most);
      const lines = others ? [...items, others] : items;
      expect(lines.reduce((sum, one) => sum + one.costNanos, 0n)).toBe(costNanos);
      expect(lines.reduce((sum, one) => sum + one.requests, 0)).toBe(requests);
      expect(items.length + (others?.count ?? 0)).toBe(named.length + (rest?.count ?? 0));
    }),
  );
});
