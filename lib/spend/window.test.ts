import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween } from "./days.ts";
import { spendInput } from "./query.ts";
import { SpendQuery } from "./schema.ts";
import { openSpans } from "./spans.ts";
import { bucketDays, bucketOf, previousOf, windowOf } from "./window.ts";

const today = "2026-11-23";
const window = (given: Parameters<typeof spendInput>[0]) => windowOf(spendInput(given), today);

describe("a range", () => {
  test.each([
    ["7d", "2026-11-17", "day"],
    ["28d", "2026-10-27", "day"],
    ["mtd", "2026-11-01", "day"],
    ["qtd", "2026-10-01", "day"],
    ["ytd", "2026-01-01", "month"],
    ["12m", "2025-12-01", "month"],
  ] as const)("%s begins on %s by %s", (range, from, granularity) => {
    expect(window({ range })).toMatchObject({ from, to: "2026-11-24", granularity });
  });

  test("of last month is the whole of it, and the one before is the whole of that", () => {
    expect(window({ range: "last-month" })).toMatchObject({ from: "2026-10-01", to: "2026-11-01" });
    expect(previousOf({ from: "2026-10-01", to: "2026-11-01" })).toEqual({ from: "2026-09-01", to: "2026-10-01" });
    expect(previousOf({ from: "2026-03-01", to: "2026-06-01" })).toEqual({ from: "2025-12-01", to: "2026-03-01" });
  });

  test("of one's own has both days, and nothing of what is ahead", () => {
    expect(window({ range: "custom", from: "2026-11-01", to: "2026-11-03" })).toMatchObject({
      to: "2026-11-04",
      granularity: "day",
    });
    expect(window({ range: "custom", from: "2026-11-20", to: "2027-01-31" }).to).toBe("2026-11-24");
  });
});

test("every day is in one bucket, buckets are in order and the first holds the first day", () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays("2000-01-01", count));
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom("day", "week", "month"),
      (from, length, granularity) => {
        const to = addDays(from, length);
        const buckets = bucketDays({ from, to }, granularity);
        expect(buckets[0]).toBe(bucketOf(from, granularity));
        expect(buckets).toEqual(buckets.toSorted());
        expect(buckets).toContain(bucketOf(addDays(to, -1), granularity));
        for (let at = from; at < to; at = addDays(at, 5)) expect(buckets).toContain(bucketOf(at, granularity));
        expect(new Set(buckets).size).toBe(buckets.length);
      },
    ),
  );
});

test("what is open and what is taken make up the whole", () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 })), { maxLength: 6 });
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 30 }), (raw, start, length) => {
      const at = (count: number) => addDays(today, count);
      const taken: { from: string; to: string }[] = [];
      for (const [first, size] of raw.toSorted(([a], [b]) => a - b)) {
        const from = [at(first), taken.at(-1)?.to ?? ""].toSorted().at(-1) ?? "";
        taken.push({ from, to: addDays(from, size) });
      }
      const open = openSpans({ from: at(start), to: at(start + length) }, taken);
      for (let day = at(start); day < at(start + length); day = addDays(day, 1)) {
        const inside = (list: readonly { from: string; to: string }[]) =>
          list.filter(({ from, to }) => from <= day && day < to).length;
        expect(inside(open)).toBe(inside(taken) === 0 ? 1 : 0);
      }
      expect(open.reduce((days, { from, to }) => days + daysBetween(from, to), 0)).toBeLessThanOrEqual(length);
    }),
  );
});

describe("a query that cannot be answered names the field and what is allowed", () => {
  test.each([
    ["range=custom", "range", "from and to"],
    ["range=custom&from=2026-11-03&to=2026-11-01", "range", "first not after the last"],
    ["range=custom&from=1999-01-01&to=2026-11-01", "from", "2000-01-01"],
    ["range=custom&from=2016-11-01&to=2026-11-01&granularity=hour", "granularity", "at most 14 days"],
    ["range=90d&granularity=hour", "granularity", "go by day"],
    ["range=custom&from=2001-01-01&to=2099-12-31", "granularity", "at most 3700"],
    ["zone=Mars/Olympus", "zone", "IANA"],
    ["zone=%2B08:00", "zone", "IANA"],
    ["groupBy=planet", "groupBy.0", "model"],
    ["groupBy=model,model", "groupBy", "one or two"],
    ["groupBy=model,box,agent", "groupBy", "one or two"],
    ["provider=acme", "provider.0", "prv_"],
    ["channel=sideways", "channel.0", "direct"],
    ["granularity=second", "granularity", "hour"],
    ["range=forever", "range", "28d"],
  ])("%s", (search, name, reason) => {
    const parsed = SpendQuery.safeParse(Object.fromEntries(new URLSearchParams(search)));
    const issues = parsed.error?.issues.map(({ path, message }) => ({ name: path.join("."), message }));
    expect(issues).toEqual(expect.arrayContaining([{ name, message: expect.stringContaining(reason) }]));
  });
});

test("a query survives the address, commas and all", () => {
  const query = spendInput({
    range: "custom",
    from: "2026-01-01",
    to: "2026-02-01",
    model: ["a,b", "c"],
    groupBy: ["box", "agent"],
  });
  expect(spendInput(query)).toEqual(query);
  expect(query.model).toEqual(["a,b", "c"]);
});
