import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareWaterfall, type WaterfallStep } from "./waterfall.ts";

const step = (kind: WaterfallStep["kind"], nanos: bigint): WaterfallStep => ({
  key: `${kind}${nanos}`,
  label: "",
  kind,
  nanos,
});

test("each change begins where the one before ended, and the last level is where they lead", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })),
      (before, deltas) => {
        const now = deltas.reduce((all, one) => all + one, before);
        const bars = prepareWaterfall([
          step("level", before),
          ...deltas.map((delta) => step("change", delta)),
          step("level", now),
        ]);
        for (const [index, bar] of bars.entries()) {
          if (bar.kind === "level") expect(bar).toMatchObject({ fromNanos: 0n, toNanos: bar.nanos });
          else expect(bar.fromNanos).toBe(bars[index - 1]?.toNanos);
        }
        expect(bars.at(-1)?.toNanos).toBe(bars.at(-2)?.toNanos);
      },
    ),
  );
});

test("changes that do not lead to the level are refused", () => {
  expect(() => prepareWaterfall([step("level", 1n), step("change", 1n), step("level", 3n)])).toThrow();
});
