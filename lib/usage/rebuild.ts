import "server-only";
import { Prisma } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { rolledUp } from "./compare-books.ts";
import { keptFrom } from "./retention.ts";
import { measuresOf, rollupKeys } from "./rollup-sql.ts";

/** Ingest waits that long at most. */
const longestMs = 3_600_000;

/**
 * Writes the rollup anew from the events that are kept, and the budget periods from their leases, while ingest and leases
 * wait. For repair after a fault that compareBooks has named: in a sound database it changes nothing. Returns how many rows
 * it changed.
 */
export async function rebuildUsage(): Promise<{ rollups: number; periods: number }> {
  const from = keptFrom();
  const keys = Prisma.raw(rollupKeys.join(", "));
  const names = Object.keys(measuresOf);
  const measures = Prisma.raw(names.join(", "));
  const taken = Prisma.raw(names.map((name) => `${name} = excluded.${name}`).join(", "));
  const isOther = Prisma.raw(names.map((name) => `usage_rollup.${name} <> excluded.${name}`).join(" or "));
  const same = Prisma.raw(rollupKeys.map((key) => `e.${key} = r.${key}`).join(" and "));
  return withSystem(async (tx) => {
    await tx.$executeRaw`lock table usage_boot, budget_period in exclusive mode`;
    const removed = await tx.$executeRaw`
      delete from usage_rollup r where hour >= ${from}::date at time zone 'UTC'
        and not exists (select from (${rolledUp(from)}) e where ${same})`;
    const written = await tx.$executeRaw`
      insert into usage_rollup (${keys}, ${measures}) select ${keys}, ${measures} from (${rolledUp(from)}) e
      on conflict (${keys}) do update set ${taken} where ${isOther}`;
    // Days are summed again from what the rollup is now.
    await tx.$executeRaw`delete from spend_settled`;
    const periods = await tx.$executeRaw`
      with held as (
        select p.id,
          coalesce(sum(l.spent_nanos + l.overshoot_nanos), 0) + p.counted_nanos - p.overshoot_nanos as spent,
          coalesce(sum(l.granted_nanos - l.spent_nanos - l.returned_nanos) filter (where l.state = 'active'), 0) as reserved,
          coalesce(sum(l.granted_nanos - l.spent_nanos - l.returned_nanos) filter (where l.state = 'presumed'), 0) as presumed
        from budget_period p left join lease l on l.period_id = p.id group by p.id
      )
      update budget_period p set spent_nanos = h.spent, reserved_nanos = h.reserved, presumed_nanos = h.presumed,
        over_committed_nanos = greatest(0, h.spent + h.reserved + h.presumed - p.cap_nanos)
      from held h
      where h.id = p.id and (p.spent_nanos <> h.spent or p.reserved_nanos <> h.reserved or p.presumed_nanos <> h.presumed)`;
    return { rollups: removed + written, periods };
  }, longestMs);
}
