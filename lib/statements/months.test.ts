import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { dueMonth, monthAfter, nextMonth, requireClosable } from "./months.ts";

const month = fc.integer({ min: 0, max: 600 }).map((count) => monthAfter("2020-01", count));

function refusal(asked: string, known: Parameters<typeof nextMonth>[0], closed: readonly string[] = []): string | null {
  try {
    requireClosable(asked, known, new Set(closed));
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe("which month may be closed", () => {
  const known = { first: "2026-07", lastClosed: "2026-08", running: "2026-11" };
  const closed = ["2026-07", "2026-08"];

  test("the one after the last closed, and before any the first with usage", () => {
    expect(nextMonth(known)).toBe("2026-09");
    expect(nextMonth({ ...known, lastClosed: null })).toBe("2026-07");
    expect(nextMonth({ ...known, lastClosed: "2026-10" })).toBeNull();
    expect(nextMonth({ first: null, lastClosed: null, running: "2026-11" })).toBeNull();
  });

  test("every other one is refused with the reason", () => {
    expect(refusal("2026-09", known, closed)).toBeNull();
    expect(refusal("2026-08", known, closed)).toBe("month_closed");
    expect(refusal("2026-10", known, closed)).toBe("earlier_month_open");
    expect(refusal("2026-11", known, closed)).toBe("month_not_over");
    expect(refusal("2031-01", known, closed)).toBe("month_not_over");
    expect(refusal("2026-06", known, closed)).toBe("month_before_first");
    expect(refusal("2026-06", { ...known, first: null, lastClosed: null })).toBe("month_before_first");
  });

  test("closing what may be closed, again and again, takes every month once and ends before the running one", () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 0, max: 40 }), (first, count) => {
        const running = monthAfter(first, count);
        const taken: string[] = [];
        for (let lastClosed: string | null = null; ; lastClosed = taken.at(-1) ?? null) {
          const next = nextMonth({ first, lastClosed, running });
          if (next === null) break;
          expect(refusal(next, { first, lastClosed, running }, taken)).toBeNull();
          taken.push(next);
        }
        expect(taken).toEqual(Array.from({ length: count }, (_, index) => monthAfter(first, index)));
      }),
    );
  });
});

test.each([
  ["2026-11-03T07:59:59", 3, "2026-09"],
  ["2026-11-03T08:00:00", 3, "2026-10"],
  ["2026-11-30T23:00:00", 3, "2026-10"],
  ["2026-11-01T08:00:00", 1, "2026-10"],
  ["2027-01-02T12:00:00", 28, "2026-11"],
])("at %s with day %i the newest due month is %s", (now, day, due) => {
  expect(dueMonth(now, day)).toBe(due);
});
