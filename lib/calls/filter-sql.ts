import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma, type Tx } from "../db/client.ts";
import type { CallFilter, CallRange } from "./schema.ts";

const hours: Record<Exclude<CallRange, "custom">, number> = { "24h": 24, "7d": 168, "30d": 720, "90d": 2160 };

/** `to` is not included; null: no end, so that a box whose clock is ahead is seen too. */
export interface CallWindow {
  from: Date;
  to: Date | null;
}

/** From when to when a filter looks. */
export async function windowOf(tx: Tx, ctx: Ctx, { range, from, to }: CallFilter): Promise<CallWindow> {
  if (range !== "custom") return { from: new Date(Date.now() - hours[range] * 3_600_000), to: null };
  const { timezone } = ctx.org;
  const [row] = await tx.$queryRaw<CallWindow[]>`
    select (${from}::date)::timestamp at time zone ${timezone} as from,
      (${to}::date + 1)::timestamp at time zone ${timezone} as to`;
  if (!row) throw new Error("a select without a table has one row");
  return row;
}

/** Conditions on `usage_event e`. `day` leaves out the partitions that cannot have any. */
export function filterSql(ctx: Ctx, filter: Omit<CallFilter, "range">, { from, to }: CallWindow): Prisma.Sql {
  const is = (column: string, value: string | undefined) =>
    value === undefined ? null : Prisma.sql`${Prisma.raw(column)} = ${value}`;
  const conditions = [
    Prisma.sql`e.org_id = ${ctx.org.id} and e.occurred_at >= ${from}`,
    Prisma.sql`e.day >= (${from}::timestamptz at time zone 'UTC')::date`,
    to === null ? null : Prisma.sql`e.occurred_at < ${to} and e.day <= (${to}::timestamptz at time zone 'UTC')::date`,
    is("e.box_id", filter.box),
    is("e.route", filter.route),
    is("e.connection_id", filter.connection),
    is("e.model", filter.model),
    is("e.status", filter.status),
    is("e.error_class", filter.error),
    is("e.caller", filter.caller),
    is("e.run_id", filter.run),
    is("e.surface", filter.surface),
    is("e.call_id", filter.call),
  ];
  return Prisma.join(
    conditions.filter((condition) => condition !== null),
    " and ",
  );
}
