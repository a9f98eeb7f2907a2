import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKey, SaveAllocation } from "./allocation-schema.ts";
import { sumAllocation } from "./allocation-sums.ts";

const cap = fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n }), { nil: null });
const matrix = fc.record({
  connections: fc.uniqueArray(fc.record({ id: fc.string(), name: fc.constant("x"), capNanos: cap }), {
    selector: ({ id }) => id,
    maxLength: 5,
  }),
  tags: fc.uniqueArray(fc.record({ tag: fc.string(), boxes: fc.constant(1), capNanos: cap }), {
    selector: ({ tag }) => tag,
    maxLength: 5,
  }),
  capNanos: cap,
});

test("rows and columns add up to the same whole, and over is what is above the budget, never less than nothing", () => {
  fc.assert(
    fc.property(matrix, fc.func(cap), (shape, capOf) => {
      const { rows, columns, total } = sumAllocation(shape, capOf);
      const whole = (sums: typeof rows) => [...sums.values()].reduce((sum, { nanos }) => sum + nanos, 0n);
      if (shape.connections.length > 0 && shape.tags.length > 0) {
        expect(whole(rows)).toBe(total.nanos);
        expect(whole(columns)).toBe(total.nanos);
      }
      for (const sum of [...rows.values(), ...columns.values(), total]) {
        expect(sum.overNanos).toBeGreaterThanOrEqual(0n);
        if (sum.capNanos !== null && sum.nanos > sum.capNanos) expect(sum.capNanos + sum.overNanos).toBe(sum.nanos);
        else expect(sum.overNanos).toBe(0n);
      }
    }),
  );
});

test("an empty cell adds nothing", () => {
  const shape = {
    connections: [{ id: "prv_a", name: "A", capNanos: 4n }],
    tags: [
      { tag: "x", boxes: 1, capNanos: null },
      { tag: "y", boxes: 0, capNanos: 9n },
    ],
    capNanos: null,
  };
  const only = cellKey({ connectionId: "prv_a", tag: "x" });
  const { rows, columns, total } = sumAllocation(shape, (key) => (key === only ? 5n : null));
  expect(rows.get("prv_a")).toEqual({ nanos: 5n, capNanos: 4n, overNanos: 1n });
  expect(columns.get("y")).toEqual({ nanos: 0n, capNanos: 9n, overNanos: 0n });
  expect(total).toEqual({ nanos: 5n, capNanos: null, overNanos: 0n });
});

test("the same cell twice is refused by its place, and so is a cap below a cent", () => {
  const connectionId = "prv_01h455vb4pex5vsknk084sn02q";
  const cell = { connectionId, tag: "lab", expectedNanos: null, capNanos: "10000000" };
  const twice = SaveAllocation.safeParse({ period: "month", cells: [cell, { ...cell, capNanos: null }] });
  expect(twice.error?.issues[0]?.path).toEqual(["cells", 1]);
  const tiny = SaveAllocation.safeParse({ period: "month", cells: [{ ...cell, capNanos: "9999999" }] });
  expect(tiny.error?.issues[0]?.path).toEqual(["cells", 0, "capNanos"]);
});
