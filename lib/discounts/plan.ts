import "server-only";
import { AppError } from "../errors.ts";
import { mostPoints } from "../prices/catalog.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import { discountState, type PriceDiscount } from "./schema.ts";
import { cutSchedule, discountSteps, stepsFrom } from "./timeline.ts";

/** A program's "now" is a little old when it arrives, or its clock is. */
const leewayMs = 5 * 60_000;
/** Of one provider, those over included. */
const mostDiscounts = 500;

export function refuse(name: string, reason: string): AppError {
  return new AppError("invalid_input", `${name}: ${reason}`, [{ name, reason }]);
}

/** A moment that is not over; one just over is now. Usage already metered keeps its price, so nothing begins or ends earlier. */
export function notBeforeNow(name: "startsAt" | "endsAt", moment: string, nowMs: number): string {
  const ms = Date.parse(moment);
  if (ms < nowMs - leewayMs) {
    throw refuse(name, `not before now (${new Date(nowMs).toISOString()}): usage already metered keeps its price`);
  }
  return new Date(Math.max(ms, nowMs)).toISOString();
}

/**
 * Whether a discount can stand beside the others of its provider: it ends after it starts, no other of the same reach
 * overlaps it, and what boxes are told fits. Throws a refusal that names the field and what would be allowed.
 */
export function checkDiscount(
  wanted: PriceDiscount,
  { discounts, models }: { discounts: readonly PriceDiscount[]; models: readonly StoredModel[] },
  nowMs: number,
): void {
  const others = discounts.filter(({ id }) => id !== wanted.id);
  if (others.length >= mostDiscounts) throw refuse("model", `at most ${mostDiscounts} discounts of one provider`);
  const endMs = endOf(wanted);
  if (endMs <= Date.parse(wanted.startsAt)) throw refuse("endsAt", `after it starts (${wanted.startsAt}), or null`);
  const other = others.find(
    (one) =>
      one.model === wanted.model &&
      one.modelFamily === wanted.modelFamily &&
      Date.parse(one.startsAt) < endMs &&
      Date.parse(wanted.startsAt) < endOf(one),
  );
  if (other) {
    const dates = `${other.startsAt} to ${other.endsAt ?? "open end"}`;
    throw refuse(
      "startsAt",
      `another discount of the same reach is in force from ${dates} (${other.id}); end it first`,
    );
  }
  const all = [...others, wanted];
  const full = models.find((model) => {
    const steps = stepsFrom(discountSteps(model, all), nowMs);
    return cutSchedule(model.listPrices, steps, (price) => price).length > mostPoints;
  });
  if (full) {
    throw refuse("startsAt", `the price of ${full.id} would change more often than boxes hold (${mostPoints} times)`);
  }
}

/** What may still be changed of a discount. Throws a refusal for each other field. */
export function checkChange(discount: PriceDiscount, change: object, nowMs: number): void {
  const allowed = { planned: null, running: ["endsAt", "note"], over: ["note"] }[discountState(discount, nowMs)];
  const refused = Object.keys(change).find((name) => allowed !== null && !allowed.includes(name));
  if (refused === undefined) return;
  const since =
    discount.endsAt !== null && allowed?.length === 1
      ? `over since ${discount.endsAt}`
      : `in force since ${discount.startsAt}`;
  throw refuse(refused, `this discount is ${since}; only ${allowed?.join(" and ")} can change`);
}

function endOf({ endsAt }: PriceDiscount): number {
  return endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt);
}
