import fc from "fast-check";
import { expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { type PeriodKind, periodKinds } from "#lib/protocol/budget.ts";

/**
 * budget_bounds of the migration against a slow reading of the same rule: ask what the wall clock and the calendar of the
 * zone say at one quarter of an hour after the other, and look where the period's name changes.
 */
const zones = [
  "UTC",
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  // Clocks change at midnight.
  "America/Santiago",
  "Asia/Beirut",
  "Africa/Cairo",
  "America/Havana",
];
const quarterHourMs = 15 * 60_000;
const formats = new Map(
  zones.map((zone) => [
    zone,
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }),
  ]),
);

/** What the period is called on the zone's calendar: the same text within one, another text outside. */
function nameOf(kind: PeriodKind, weekStart: number, zone: string, atMs: number): string {
  const day = formats.get(zone)?.format(atMs) ?? "";
  const month = Number(day.slice(5, 7));
  if (kind === "day") return day;
  if (kind === "month") return day.slice(0, 7);
  if (kind === "quarter") return `${day.slice(0, 4)} ${Math.ceil(month / 3)}`;
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  return new Date(date.getTime() - ((weekday - weekStart + 7) % 7) * 86_400_000).toISOString().slice(0, 10);
}

/** The first moment after `fromMs`, in steps, at which the period has another name. */
function changeAfter(fromMs: number, stepMs: number, name: (atMs: number) => string): number {
  const here = name(fromMs);
  let step = stepMs * 96;
  let atMs = fromMs;
  // Days first, then quarters of an hour: names never come back.
  for (; step !== 0; step = step === stepMs ? 0 : stepMs) while (name(atMs + step) === here) atMs += step;
  return atMs + stepMs;
}

const [firstMs, lastMs] = [Date.UTC(2024, 0, 1), Date.UTC(2028, 0, 1)];

/** When the zone's clocks change between two of its hours. */
function clockChanges(zone: string): number[] {
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const text = (ms: number) => offset.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value;
  const changes: number[] = [];
  for (let ms = firstMs; ms < lastMs; ms += 3_600_000) if (text(ms) !== text(ms + 3_600_000)) changes.push(ms);
  return changes;
}

/** Any moment, and every other time one within two days of a change of clocks. */
const zoned = fc
  .constantFrom(...zones.map((zone) => ({ zone, changes: clockChanges(zone) })))
  .chain(({ zone, changes }) => {
    const any = fc.integer({ min: firstMs / quarterHourMs, max: lastMs / quarterHourMs });
    const near = changes.map((change) =>
      fc.integer({ min: -200, max: 200 }).map((away) => change / quarterHourMs + away),
    );
    return fc.oneof(any, ...near).map((quarterHours) => ({
      zone,
      atMs: quarterHours * quarterHourMs,
    }));
  });

async function boundsOf(kind: PeriodKind, weekStart: number, zone: string, atMs: number) {
  const [row] = await system().$queryRaw<{ starts_at: Date; ends_at: Date }[]>`
    select starts_at, ends_at from budget_bounds(${kind}::budget_period_kind, ${weekStart}::int, ${zone}, ${new Date(atMs)}::timestamptz)`;
  if (!row) throw new Error("every moment has a period");
  return { startMs: row.starts_at.getTime(), endMs: row.ends_at.getTime() };
}

test("days, weeks from each weekday, months and quarters begin and end where the zone's calendar says", async () => {
  const kinds = fc.constantFrom<PeriodKind>("day", "week", "month", "quarter");
  const property = fc.asyncProperty(
    kinds,
    fc.integer({ min: 1, max: 7 }),
    zoned,
    async (kind, weekStart, { zone, atMs }) => {
      const name = (ms: number) => nameOf(kind, weekStart, zone, ms);
      const endMs = changeAfter(atMs, quarterHourMs, name);
      const startMs = changeAfter(atMs, -quarterHourMs, name) + quarterHourMs;
      expect(await boundsOf(kind, weekStart, zone, atMs)).toEqual({ startMs, endMs });
    },
  );
  await fc.assert(property, { numRuns: 600 });
}, 60_000);

test("an hour is 3,600 seconds on every day, begins at a full hour of the wall clock, and has the moment in it", async () => {
  const property = fc.asyncProperty(zoned, async ({ zone, atMs }) => {
    const { startMs, endMs } = await boundsOf("hour", 1, zone, atMs);
    expect(endMs - startMs).toBe(3_600_000);
    expect(startMs).toBeLessThanOrEqual(atMs);
    expect(atMs).toBeLessThan(endMs);
    const minute = new Intl.DateTimeFormat("en", { timeZone: zone, minute: "numeric" }).format(startMs);
    expect(minute).toBe("0");
  });
  await fc.assert(property, { numRuns: 600 });
}, 60_000);

test("periods follow each other without a gap: where one ends the next begins", async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...periodKinds.filter((kind) => kind !== "total")),
    fc.integer({ min: 1, max: 7 }),
    zoned,
    async (kind, weekStart, { zone, atMs }) => {
      const { startMs, endMs } = await boundsOf(kind, weekStart, zone, atMs);
      expect((await boundsOf(kind, weekStart, zone, endMs)).startMs).toBe(endMs);
      expect((await boundsOf(kind, weekStart, zone, endMs - 1)).startMs).toBe(startMs);
    },
  );
  await fc.assert(property, { numRuns: 600 });
}, 60_000);
