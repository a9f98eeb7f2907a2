import "server-only";
import { type Prisma, Prisma as PrismaSql, type Tx } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { stringifyWire } from "../money.ts";
import { changedLeases, changedPeriods } from "./changes.ts";
import { type Books, booksOf } from "./core/books.ts";
import type { BudgetNow } from "./core/grant.ts";
import { LeaseRow, leaseOf, PeriodRow, periodOf } from "./rows.ts";
import type { Counted, LeaseStore } from "./store.ts";

/** The organization whose books these are; its time zone says when periods begin. */
type Owner = { org: { id: string; timezone: string } };

/**
 * The ledger's store inside the transaction `tx`. Isolation is READ COMMITTED: leases are read in a statement of their own
 * after their periods are locked, so that they are as new as the lock.
 */
export function postgresStore(tx: Tx, { org }: Owner): LeaseStore {
  return {
    async lockBox(boxId) {
      const [row] = await tx.$queryRaw<LockedBox[]>`
        select ledger_id, exchange_no, retired_ledgers, now() as now from box
        where id = ${boxId} and org_id = ${org.id} and status = 'active' for no key update`;
      // It may have been decommissioned since its token was looked at; nothing may be granted to it any more.
      if (!row) throw new AppError("box_decommissioned", "this box was decommissioned");
      const mark = { ledgerId: row.ledger_id, exchangeNo: Number(row.exchange_no), retired: row.retired_ledgers };
      return { mark, nowMs: row.now.getTime() };
    },

    async openExchange(boxId, { budgetIds, leaseIds, isNewLedger }) {
      const running = await runningPeriods(tx, org, budgetIds);
      const mine = isNewLedger
        ? PrismaSql.sql`l.box_id = ${boxId} and (l.state <> 'closed' or l.id = any(${leaseIds}))`
        : PrismaSql.sql`l.box_id = ${boxId} and l.id = any(${leaseIds})`;
      const periods = await lockPeriods(
        tx,
        PrismaSql.sql`id = any(${running})
          or id in (select period_id from lease l where ${mine})
          or (budget_id = any(${[...budgetIds]})
            and id in (select period_id from lease where org_id = ${org.id} and box_id = ${boxId} and state = 'active'))`,
      );
      // Only now: whoever lowered a cap or paused a budget while this waited for the lock must not be overruled.
      const asked = await readAsked(tx, org, { boxId, budgetIds });
      const ids = periods.map((period) => period.id);
      const books = booksOf(
        periods,
        await readLeases(tx, PrismaSql.sql`box_id = ${boxId} and period_id = any(${ids})`),
      );
      const locked = asked.filter((row) => books.periods.has(row.period_id));
      return { books, budgets: new Map(locked.map((row) => [row.budget_id, budgetOf(row)])) };
    },

    async openSettlement(leaseIds, counted) {
      const countedPeriods = await periodsAt(tx, org, counted);
      const periods = await lockPeriods(
        tx,
        PrismaSql.sql`id = any(${countedPeriods.filter((id) => id !== null)}) or id in (select period_id from lease where id = any(${leaseIds}))`,
      );
      const books = booksOf(periods, await readLeases(tx, PrismaSql.sql`id = any(${leaseIds})`));
      return { books, countedPeriods };
    },

    write: (before, after) => writeBooks(tx, org.id, before, after),

    async saveMark(boxId, { ledgerId, exchangeNo, retired }) {
      await tx.$executeRaw`
        update box set ledger_id = ${ledgerId}, exchange_no = ${exchangeNo}::bigint, retired_ledgers = ${[...retired]}
        where id = ${boxId} and org_id = ${org.id}`;
    },
  };
}

/** Holders beyond these make no difference to the size of a grant. */
const mostCounted = 1000;

type LockedBox = { ledger_id: string | null; exchange_no: bigint; retired_ledgers: string[]; now: Date };

type AskedRow = {
  budget_id: string;
  period_id: string;
  starts_at: Date;
  ends_at: Date;
  cap_now: bigint;
  is_paused: boolean;
  is_total: boolean;
  other_holders: number;
  last_epoch: number;
};

function budgetOf(row: AskedRow): BudgetNow {
  return {
    budgetId: row.budget_id,
    periodId: row.period_id,
    startsAtMs: row.starts_at.getTime(),
    endsAtMs: row.ends_at.getTime(),
    capNanos: row.cap_now,
    isPaused: row.is_paused,
    isTotal: row.is_total,
    otherHolders: row.other_holders,
    lastEpoch: row.last_epoch,
  };
}

/** Ids of the running periods of budgets, which are made when missing. */
async function runningPeriods(tx: Tx, org: Owner["org"], budgetIds: readonly string[]): Promise<string[]> {
  const read = () => tx.$queryRaw<{ budget_id: string; period_id: string | null }[]>`
    select b.id as budget_id, p.id as period_id
    from budget b
    cross join lateral budget_bounds(b.period, b.week_start, ${org.timezone}, now()) bounds
    left join budget_period p on p.org_id = b.org_id and p.budget_id = b.id and p.starts_at = bounds.starts_at
    where b.org_id = ${org.id} and b.id = any(${[...budgetIds]}) and b.deleted_at is null and not b.is_soft`;
  const rows = await read();
  const missing = rows.filter((row) => row.period_id === null);
  const wanted = missing.map((row) => ({ id: newId("budgetPeriod"), budget_id: row.budget_id, at: null }));
  if (wanted.length > 0) await makePeriods(tx, org, wanted);
  return (wanted.length > 0 ? await read() : rows).flatMap((row) => row.period_id ?? []);
}

/** Asked budgets that are hard, alive and cover this box, as they are now. */
async function readAsked(
  tx: Tx,
  org: Owner["org"],
  { boxId, budgetIds }: { boxId: string; budgetIds: readonly string[] },
): Promise<AskedRow[]> {
  return tx.$queryRaw<AskedRow[]>`
    select b.id as budget_id, p.id as period_id, bounds.starts_at, bounds.ends_at, b.paused_at is not null as is_paused,
      b.period = 'total' as is_total, effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) as cap_now,
      (select count(*)::int from (
        select from lease l where l.org_id = b.org_id and l.period_id = p.id and l.state = 'active' and l.box_id <> ${boxId}
        limit ${mostCounted}) holders) as other_holders,
      (select coalesce(max(l.epoch), 0)::int from lease l join budget_period q on q.id = l.period_id
       where l.box_id = ${boxId} and l.org_id = b.org_id and q.budget_id = b.id) as last_epoch
    from budget b
    join box on box.id = ${boxId} and box.org_id = b.org_id
    cross join lateral budget_bounds(b.period, b.week_start, ${org.timezone}, now()) bounds
    join budget_period p on p.org_id = b.org_id and p.budget_id = b.id and p.starts_at = bounds.starts_at
    where b.org_id = ${org.id} and b.id = any(${[...budgetIds]}) and b.deleted_at is null and not b.is_soft
      and (b.box_id is null or b.box_id = box.id) and (b.tag is null or b.tag = any(box.tags))`;
}

type WantedPeriod = { id: string; budget_id: string; at: string | null };

/** Periods of budgets that contain a moment (null: now); those that are there stay as they are. */
async function makePeriods(tx: Tx, org: Owner["org"], wanted: readonly WantedPeriod[]): Promise<void> {
  await tx.$executeRaw`
    insert into budget_period (id, org_id, budget_id, starts_at, ends_at, cap_nanos)
    select w.id, b.org_id, b.id, bounds.starts_at, bounds.ends_at, effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until)
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(id text, budget_id text, at timestamptz)
    join budget b on b.id = w.budget_id and b.org_id = ${org.id}
    cross join lateral budget_bounds(b.period, b.week_start, ${org.timezone}, coalesce(w.at, now())) bounds
    order by b.id, bounds.starts_at
    on conflict do nothing`;
}

/** The period of each counted amount, by position; null where there is no such budget. */
async function periodsAt(tx: Tx, org: Owner["org"], counted: readonly Counted[]): Promise<(string | null)[]> {
  if (counted.length === 0) return [];
  const wanted = counted.map((item, place) => ({
    place,
    id: newId("budgetPeriod"),
    budget_id: item.budgetId,
    at: new Date(item.atMs).toISOString(),
  }));
  await makePeriods(tx, org, wanted);
  const rows = await tx.$queryRaw<{ id: string | null }[]>`
    select p.id
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(budget_id text, at timestamptz, place int)
    left join lateral (
      -- A change of the time zone may let two overlap.
      select id from budget_period where budget_id = w.budget_id and org_id = ${org.id} and starts_at <= w.at and w.at < ends_at
      order by starts_at desc limit 1) p on true
    order by w.place`;
  return rows.map((row) => row.id);
}

/** In the order of budgets, the same for everybody. */
async function lockPeriods(tx: Tx, which: Prisma.Sql) {
  const rows = await tx.$queryRaw<unknown[]>`
    select id, budget_id, cap_nanos, spent_nanos, counted_nanos, reserved_nanos, presumed_nanos, over_committed_nanos, overshoot_nanos
    from budget_period where ${which} order by budget_id, id for update`;
  return rows.map((row) => periodOf(PeriodRow.parse(row)));
}

async function readLeases(tx: Tx, which: Prisma.Sql) {
  const rows = await tx.$queryRaw<unknown[]>`
    select id, box_id, period_id, ledger_id, epoch, granted_nanos, spent_nanos, returned_nanos, written_off_nanos,
      overshoot_nanos, state::text as state, is_fenced, expires_at
    from lease where ${which} order by id`;
  return rows.map((row) => leaseOf(LeaseRow.parse(row)));
}

/**
 * One statement for all. Amounts are added, not set, and **no period moves whose spent + reserved + presumed would exceed
 * its cap**, whatever was read before; if one refuses, nothing is written.
 */
async function writeBooks(tx: Tx, orgId: string, before: Books, after: Books): Promise<void> {
  const periods = changedPeriods(before, after);
  const { opened, changed } = changedLeases(before, after);
  if (periods.length + opened.length + changed.length === 0) return;
  const [wrote] = await tx.$queryRaw<{ periods: number; leases: number }[]>`
    with moved as (
      update budget_period p set
        cap_nanos = p.cap_nanos + d."capNanos",
        spent_nanos = p.spent_nanos + d."spentNanos",
        counted_nanos = p.counted_nanos + d."countedNanos",
        reserved_nanos = p.reserved_nanos + d."reservedNanos",
        presumed_nanos = p.presumed_nanos + d."presumedNanos",
        over_committed_nanos = p.over_committed_nanos + d."overCommittedNanos",
        overshoot_nanos = p.overshoot_nanos + d."overshootNanos"
      from jsonb_to_recordset(${stringifyWire(periods)}::jsonb) as d(id text, "capNanos" bigint, "spentNanos" bigint,
        "countedNanos" bigint, "reservedNanos" bigint, "presumedNanos" bigint, "overCommittedNanos" bigint, "overshootNanos" bigint)
      where p.id = d.id and p.org_id = ${orgId}
        and p.spent_nanos + p.reserved_nanos + p.presumed_nanos + d."spentNanos" + d."reservedNanos" + d."presumedNanos"
          <= p.cap_nanos + d."capNanos" + p.over_committed_nanos + d."overCommittedNanos"
      returning p.id
    ), changed as (
      update lease l set
        granted_nanos = d."grantedNanos", spent_nanos = d."spentNanos", returned_nanos = d."returnedNanos",
        written_off_nanos = d."writtenOffNanos", overshoot_nanos = d."overshootNanos", state = d.state::lease_state,
        is_fenced = d."isFenced", expires_at = to_timestamp(d."expiresAtMs" / 1000.0)
      from jsonb_to_recordset(${stringifyWire(changed)}::jsonb) as d(id text, "grantedNanos" bigint, "spentNanos" bigint,
        "returnedNanos" bigint, "writtenOffNanos" bigint, "overshootNanos" bigint, state text, "isFenced" boolean, "expiresAtMs" float8)
      where l.id = d.id and l.org_id = ${orgId}
      returning l.id
    ), opened as (
      insert into lease (id, org_id, box_id, period_id, ledger_id, epoch, granted_nanos, expires_at)
      select d.id, ${orgId}, d."boxId", d."periodId", d."ledgerId", d.epoch, d."grantedNanos", to_timestamp(d."expiresAtMs" / 1000.0)
      from jsonb_to_recordset(${stringifyWire(opened)}::jsonb) as d(id text, "boxId" text, "periodId" text, "ledgerId" text,
        epoch int, "grantedNanos" bigint, "expiresAtMs" float8)
      returning id
    )
    select (select count(*)::int from moved) as periods, (select count(*)::int from changed) + (select count(*)::int from opened) as leases`;
  const isWhole = wrote?.periods === periods.length && wrote.leases === opened.length + changed.length;
  if (!isWhole) throw new Error("the books moved under a command");
}
