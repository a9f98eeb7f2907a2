import fc from "fast-check";
import { expect, test } from "vitest";
import { channels } from "../protocol/provider-names.ts";
import { autoGranularity, comparisons, spendGroups, spendRanges } from "./choices.ts";
import { readSpendQuery } from "./read-query.ts";
import { SpendQuery } from "./schema.ts";

const id = (prefix: string) =>
  fc.string({ unit: fc.constantFrom(..."0123abyz"), minLength: 25, maxLength: 27 }).map((rest) => `${prefix}_${rest}`);
const days = [
  "2026-11-23",
  "2024-02-29",
  "2026-02-29",
  "1999-12-31",
  "2100-01-01",
  "2026-1-1",
  "2026-12-31",
  "2020-01-01",
];
const listed = (item: fc.Arbitrary<string>) =>
  fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(","));
const name = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("", "a%2Cb", "x".repeat(256), "x".repeat(257)));
const names = fc.oneof(listed(name), fc.constantFrom("a,".repeat(49), "a,".repeat(50), "x,".repeat(3001)));

const right: Record<string, fc.Arbitrary<string>> = {
  range: fc.constantFrom(...spendRanges, "custom", "custom"),
  from: fc.constantFrom(...days),
  to: fc.constantFrom(...days),
  zone: fc.constantFrom("UTC", "Asia/Shanghai", "+08:00", "Mars/Phobos", "", `A${"a".repeat(64)}`),
  granularity: fc.constantFrom(...autoGranularity),
  groupBy: listed(fc.constantFrom(...spendGroups)),
  compare: fc.constantFrom(...comparisons),
  provider: listed(id("prv")),
  channel: listed(fc.constantFrom(...channels)),
  model: names,
  box: listed(id("box")),
  tag: names,
  agent: names,
  caller: names,
};
/** Mostly one or two parameters, as an address has; now and then one that is nothing like it should be. */
const texts = fc
  .uniqueArray(fc.constantFrom(...Object.keys(right)), { maxLength: 4 })
  .chain((picked) =>
    fc.record(
      Object.fromEntries(
        picked.map((each) => [
          each,
          fc.oneof(
            { weight: 8, arbitrary: right[each] ?? name },
            fc.oneof(fc.string(), fc.integer(), fc.constant(undefined)),
          ),
        ]),
      ),
    ),
  );

test("the page and the schema of the API take the same addresses, and understand the same by them", () => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = SpendQuery.safeParse(text);
      seen[parsed.success ? "taken" : "refused"] += 1;
      expect(readSpendQuery(text)).toEqual(parsed.success ? parsed.data : null);
    }),
    { numRuns: 2000 },
  );
  // Both ways, or the test above says nothing.
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(200);
});
