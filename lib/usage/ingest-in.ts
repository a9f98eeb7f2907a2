import { AppError } from "../errors.ts";
import { type Books, countPeriod, withPeriod } from "../leases/core/books.ts";
import { charge } from "../leases/core/charge.ts";
import type { Counted, LeaseStore } from "../leases/store.ts";
import type { UsageAnswer, UsageBatch, UsageEvent } from "../protocol/usage.ts";
import { correctTime, skewOf } from "./correct-times.ts";
import { rollUp, type TimedEvent } from "./rollup.ts";
import { takeFresh } from "./seen.ts";
import type { UsageStore } from "./store.ts";

type Fresh = readonly { event: TimedEvent; index: number }[];

/**
 * One batch within a transaction: leave out what was taken before, refuse the whole when an item is wrong (naming the
 * first), move the money of leases and soft budgets, keep the events and their rollups. A repeat, in whole or in part, in
 * any order, changes nothing but what is new.
 */
export async function ingestIn(
  stores: { leases: LeaseStore; usage: UsageStore },
  boxId: string,
  { batch, receivedAtMs }: { batch: UsageBatch; receivedAtMs: number },
): Promise<UsageAnswer> {
  const { leases, usage } = stores;
  const bootIds = [...new Set(batch.events.map((event) => event.bootId))].sort();
  const taken = takeFresh(await usage.lockBoots(boxId, bootIds), batch.events);
  const duplicates = batch.events.length - taken.fresh.length;
  if (taken.fresh.length === 0) return { accepted: 0, duplicates };
  const skewMs = skewOf(batch.sentAtMs, receivedAtMs);
  const fresh = taken.fresh.map(({ event, index }) => {
    const time = correctTime(event.occurredAtMs, { skewMs, receivedAtMs });
    return { index, event: { ...event, ...time, reportedAtMs: event.occurredAtMs } };
  });
  await refuseUnknown(usage, fresh);
  const events = fresh.map(({ event }) => event);
  // Before budgets are locked, for which other boxes wait; what is refused below takes it back with the transaction.
  await usage.save(boxId, { seenByBoot: taken.seenByBoot, events, rollups: rollUp(events), skewMs });
  const counts = countsOf(fresh);
  const opened = await leases.openSettlement([...chargesOf(fresh).keys()], counts);
  refuseCharges(boxId, opened.books, fresh);
  refuseCounts(opened.countedPeriods, { counts, fresh });
  let books = charge(opened.books, chargesOf(fresh));
  for (const [place, { nanos }] of counts.entries()) {
    const period = books.periods.get(opened.countedPeriods[place] ?? "");
    if (period) books = withPeriod(books, countPeriod(period, nanos));
  }
  await leases.write(opened.books, books);
  return { accepted: fresh.length, duplicates };
}

function chargesOf(fresh: Fresh): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { event } of fresh) {
    for (const { leaseId, nanos } of event.charges) sums.set(leaseId, (sums.get(leaseId) ?? 0n) + nanos);
  }
  return sums;
}

/** Every zone is a whole number of quarters of an hour from UTC, so no period begins within one. */
const slotMs = 900_000;

function countsOf(fresh: Fresh): Counted[] {
  const sums = new Map<string, Counted>();
  for (const { event } of fresh) {
    const atMs = event.occurredAtMs - (event.occurredAtMs % slotMs);
    for (const budgetId of event.counted) {
      const sum = sums.get(`${budgetId} ${atMs}`) ?? { budgetId, atMs, nanos: 0n };
      sums.set(`${budgetId} ${atMs}`, { ...sum, nanos: sum.nanos + event.costNanos });
    }
  }
  return [...sums.values()];
}

async function refuseUnknown(usage: UsageStore, fresh: Fresh): Promise<void> {
  const events = fresh.map(({ event }) => event);
  const unknown = await usage.findUnknown({
    connectionIds: new Set(events.map((event) => event.connectionId)),
    priceHashes: new Set(events.map((event) => event.priceHash).filter((hash) => hash !== "")),
  });
  for (const { event, index } of fresh) {
    if (unknown.connectionIds.has(event.connectionId)) {
      throw offence(`events.${index}.connectionId`, "not a provider of this organization");
    }
    if (unknown.priceHashes.has(event.priceHash)) {
      throw offence(`events.${index}.priceHash`, "no price of this organization had this hash");
    }
  }
}

function refuseCharges(boxId: string, books: Books, fresh: Fresh): void {
  for (const { event, index } of fresh) {
    for (const [place, item] of event.charges.entries()) {
      const reason = wrongCharge(boxId, books, { event, item, place });
      if (reason) throw offence(`events.${index}.charges.${place}.${reason.field}`, reason.why);
    }
  }
}

function wrongCharge(
  boxId: string,
  books: Books,
  { event, item, place }: { event: UsageEvent; item: UsageEvent["charges"][number]; place: number },
): { field: string; why: string } | null {
  const lease = books.leases.get(item.leaseId);
  if (lease?.boxId !== boxId) return { field: "leaseId", why: "not a lease of this box" };
  if (item.epoch !== 0 && item.epoch !== lease.epoch) {
    return { field: "epoch", why: `this lease has the epoch ${lease.epoch}` };
  }
  if (event.kind === "call" && item.nanos !== event.costNanos) {
    return { field: "nanos", why: `equal to the event's costNanos, ${event.costNanos}` };
  }
  if (item.nanos > event.costNanos) {
    return { field: "nanos", why: `at most the event's costNanos, ${event.costNanos}` };
  }
  const isRepeat = event.charges.findIndex((other) => other.leaseId === item.leaseId) !== place;
  return isRepeat ? { field: "leaseId", why: "each lease once per event" } : null;
}

function refuseCounts(
  countedPeriods: readonly (string | null)[],
  { counts, fresh }: { counts: readonly Counted[]; fresh: Fresh },
): void {
  const unknown = new Set(
    counts.filter((_count, place) => countedPeriods[place] === null).map((count) => count.budgetId),
  );
  for (const { event, index } of fresh) {
    for (const [place, budgetId] of event.counted.entries()) {
      const name = `events.${index}.counted.${place}`;
      if (unknown.has(budgetId)) throw offence(name, "not a budget of this organization");
      if (event.counted.indexOf(budgetId) !== place) throw offence(name, "each budget once per event");
    }
  }
}

function offence(name: string, reason: string): AppError {
  return new AppError("invalid_input", `${name}: ${reason}`, [{ name, reason }]);
}
