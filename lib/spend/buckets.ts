import "server-only";
import { Prisma } from "../db/client.ts";
import type { Granularity } from "./schema.ts";
import type { Spend } from "./source.ts";
import { bucketDays, type DayWindow } from "./window.ts";

export interface Bucket {
  /** As rows name it (bucketKey): the first day, or the moment of the hour. */
  key: string;
  startsAt: Date;
}

/** The first day of the bucket of a column `day`, as text; bucketOf (window.ts) in SQL. */
export function bucketKey(granularity: Exclude<Granularity, "hour">): Prisma.Sql {
  return granularity === "day"
    ? Prisma.sql`day::text`
    : Prisma.sql`date_trunc(${granularity}, day::timestamp)::date::text`;
}

/** Every bucket of a window, with or without spend, oldest first; hours end with the running one. */
export async function readBuckets({ tx, zone }: Spend, window: DayWindow): Promise<Bucket[]> {
  if (window.granularity === "hour") return readHours({ tx, zone }, window);
  const days = bucketDays(window, window.granularity);
  const rows = await tx.$queryRaw<{ key: string; at: Date }[]>`
    select day as key, greatest(day::date, ${window.from}::date)::timestamp at time zone ${zone} as at
    from unnest(${days}::text[]) with ordinality as d(day, n) order by n`;
  return rows.map(({ key, at }) => ({ key, startsAt: at }));
}

async function readHours(
  { tx, zone }: Pick<Spend, "tx" | "zone">,
  { from, to, isRolling }: DayWindow,
): Promise<Bucket[]> {
  // The rollup's hours are those of UTC; one belongs to the day in which it begins, also where a zone is half an hour off.
  const hours = await tx.$queryRaw<{ key: string; at: Date }[]>`
    select hour::text as key, hour as at
    from generate_series(
      date_trunc('hour', ${from}::timestamp at time zone ${zone} - interval '4 hours'),
      least(${to}::timestamp at time zone ${zone} + interval '4 hours', now()), interval '1 hour') hour
    where (hour at time zone ${zone})::date >= ${from}::date and (hour at time zone ${zone})::date < ${to}::date
    order by hour`;
  const buckets = hours.map(({ key, at }) => ({ key, startsAt: at }));
  return isRolling ? buckets.slice(-24) : buckets;
}
