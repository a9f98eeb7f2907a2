import fc from "fast-check";
import { expect, test } from "vitest";
import { carriedOf, type Frozen, lateOf } from "./late.ts";
import { monthAfter } from "./months.ts";

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** Usage comes in any order for any month, closed or not; in between months are closed. -1 is before the first statement. */
const step = fc.oneof(
  fc.record({ month: fc.integer({ min: -1, max: 11 }), nanos: fc.bigInt({ min: 0n, max: 10n ** 15n }) }),
  fc.constant("close" as const),
);

test("after any late arrivals, statements and what is late since are everything metered, month by month", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const live = new Map<number, bigint>();
      const frozen: Frozen[] = [];
      const name = (index: number) => monthAfter("2026-01", index);
      const before = (end: number) => sum([...live].filter(([index]) => index < end).map(([, nanos]) => nanos));
      const late = (end: number) =>
        lateOf(frozen, {
          byMonth: new Map([...live].map(([index, nanos]) => [name(index), nanos])),
          totalNanos: before(end),
        });
      for (const one of steps) {
        if (one === "close") {
          const at = frozen.length;
          frozen.push({ month: name(at), meteredNanos: live.get(at) ?? 0n, late: late(at) });
        } else live.set(one.month, (live.get(one.month) ?? 0n) + one.nanos);
      }
      const since = late(frozen.length);
      const stated = sum(frozen.map(({ meteredNanos, late: { nanos } }) => meteredNanos + nanos));
      expect(stated + since.nanos).toBe(before(frozen.length));
      // And each month by itself: what its own statement has, what later ones carry, and what is late since.
      for (const [index, { month, meteredNanos }] of frozen.entries()) {
        const open = since.months.find((line) => line.month === month)?.nanos ?? 0n;
        expect(meteredNanos + carriedOf(month, frozen) + open).toBe(live.get(index) ?? 0n);
      }
      // What came for the time before the first statement is carried too, under no month's name.
      const other = sum(frozen.map(({ late: { otherNanos } }) => otherNanos)) + since.otherNanos;
      expect(frozen.length === 0 ? 0n : other).toBe(frozen.length === 0 ? 0n : (live.get(-1) ?? 0n));
    }),
  );
});
