import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, localOf } from "./zoned-time.ts";

test.each([
  ["2026-12-01T00:00", "UTC", "2026-12-01T00:00:00.000Z"],
  ["2026-12-01T00:00", "Asia/Shanghai", "2026-11-30T16:00:00.000Z"],
  ["2026-07-01T12:30", "America/New_York", "2026-07-01T16:30:00.000Z"],
  ["2026-12-01T12:30", "America/New_York", "2026-12-01T17:30:00.000Z"],
  ["2026-12-01T00:00", "Asia/Kathmandu", "2026-11-30T18:15:00.000Z"],
  // Clocks go from 2:00 to 3:00: 2:30 is never shown.
  ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  // Clocks go from 3:00 to 2:00: 2:30 comes twice.
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
])("%s in %s is %s", (local, zone, instant) => {
  expect(instantOf(local, zone)?.toISOString()).toBe(instant);
});

test.each(["", "tomorrow", "2026-12-01", "2026-13-01T00:00"])("%j is no time", (text) => {
  expect(instantOf(text, "UTC")).toBeNull();
});

test("a moment is shown as what is typed for it, in every zone", () => {
  const zone = fc.constantFrom("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Chatham", "Europe/Berlin");
  // January to February: no clock changes.
  const minute = fc.integer({ min: 0, max: 50 * 24 * 60 });
  fc.assert(
    fc.property(zone, minute, (timezone, minutes) => {
      const at = new Date(Date.UTC(2026, 0, 2) + minutes * 60_000);
      expect(instantOf(localOf(at, timezone), timezone)).toEqual(at);
    }),
  );
});
