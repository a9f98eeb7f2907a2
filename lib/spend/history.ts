import "server-only";
import { addDays, daysBetween } from "./days.ts";
import type { Spend } from "./source.ts";

/** How far back an organization's spend goes, in the zone of the picture. */
export interface History {
  /** The first day with usage. */
  firstDay: string;
  /** The last complete day; before firstDay when everything was used today. */
  lastDay: string;
  completeDays: number;
  /** How much of today is over, 0 to 1. */
  todayShare: number;
  dataThrough: Date | null;
}

/** All metrics are about days from `firstDay` to `lastDay`. An organization without usage begins today. */
export async function readHistory({ tx, zone, today }: Spend, orgId: string): Promise<History> {
  const [row] = await tx.$queryRaw<{ first: string | null; seconds: number; through: Date | null }[]>`
    select (select (min(hour) at time zone ${zone})::date::text from usage_rollup where org_id = ${orgId}) as first,
      extract(epoch from (now() at time zone ${zone})::time)::float8 as seconds,
      (select max(updated_at) from usage_boot where org_id = ${orgId}) as through`;
  if (!row) throw new Error("a select without a table has one row");
  const firstDay = row.first === null || row.first > today ? today : row.first;
  return {
    firstDay,
    lastDay: addDays(today, -1),
    completeDays: daysBetween(firstDay, today),
    todayShare: row.seconds / 86_400,
    dataThrough: row.through,
  };
}
