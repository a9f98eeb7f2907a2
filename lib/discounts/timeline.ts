import { isOfFamily } from "../protocol/budget.ts";
import type { PriceSchedule } from "../protocol/price.ts";
import type { PriceDiscount } from "./schema.ts";

/** As much of a discount as decides a price. */
export type DiscountRule = Pick<
  PriceDiscount,
  "id" | "model" | "modelFamily" | "startsAt" | "endsAt" | "basisPoints" | "createdAt"
>;

/** From a moment on, so much is taken off. */
export type DiscountStep = { fromMs: number; basisPoints: number };

type Model = { id: string; basedOn: string | null };

/** Whether a discount is meant for a model: every one, exactly this one, or those of a family as in a budget. */
export function reaches(rule: Pick<DiscountRule, "model" | "modelFamily">, { id, basedOn }: Model): boolean {
  if (rule.model !== null) return rule.model === id;
  return rule.modelFamily === null || isOfFamily(basedOn ?? id, rule.modelFamily);
}

/** The more exact one first: a model, then the longer name of a family, then all; of equal ones the newer. */
function byReach(a: DiscountRule, b: DiscountRule): number {
  const exactness = (rule: DiscountRule) =>
    rule.model !== null ? Number.MAX_SAFE_INTEGER : (rule.modelFamily?.length ?? 0);
  return exactness(b) - exactness(a) || Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1);
}

/**
 * What is taken off a model's list price over all time: the discount in force that is most exact counts, alone (discounts
 * are not added up). The first step begins at 0; neighbours differ.
 */
export function discountSteps(model: Model, rules: readonly DiscountRule[]): DiscountStep[] {
  const own = rules
    .filter((rule) => reaches(rule, model))
    .toSorted(byReach)
    .map(({ startsAt, endsAt, basisPoints }) => ({
      startMs: Date.parse(startsAt),
      endMs: endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt),
      basisPoints,
    }));
  const moments = own.flatMap(({ startMs, endMs }) => [startMs, endMs]).filter((ms) => ms > 0 && Number.isFinite(ms));
  const steps: DiscountStep[] = [];
  for (const fromMs of [0, ...[...new Set(moments)].toSorted((a, b) => a - b)]) {
    const basisPoints = own.find(({ startMs, endMs }) => startMs <= fromMs && fromMs < endMs)?.basisPoints ?? 0;
    if (steps.at(-1)?.basisPoints !== basisPoints) steps.push({ fromMs, basisPoints });
  }
  return steps;
}

/** What is taken off at a moment, in hundredths of a percent. */
export function basisPointsAt(steps: readonly DiscountStep[], atMs: number): number {
  return steps.findLast(({ fromMs }) => fromMs <= atMs)?.basisPoints ?? 0;
}

/** The steps that count from a moment on. */
export function stepsFrom(steps: readonly DiscountStep[], atMs: number): DiscountStep[] {
  return steps.slice(
    Math.max(
      0,
      steps.findLastIndex(({ fromMs }) => fromMs <= atMs),
    ),
  );
}

/**
 * A schedule cut where the discount changes, with `charge` applied to each of its points: at every moment the last point
 * in force is that of the list at this moment, with what is taken off then. So a box changes the price by itself. With one
 * step the points stay where they are.
 */
export function cutSchedule(
  list: PriceSchedule,
  steps: readonly DiscountStep[],
  charge: (price: PriceSchedule[number]["price"], basisPoints: number) => PriceSchedule[number]["price"],
): PriceSchedule {
  return steps.flatMap(({ fromMs, basisPoints }, index) => {
    const untilMs = steps[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    // What a later price of the whole day has replaced before the step begins is of no use in it.
    const covered =
      index === 0
        ? 0
        : Math.max(
            0,
            list.findLastIndex((point) => point.daily === null && point.fromMs <= fromMs),
          );
    return list
      .slice(covered)
      .filter((point) => point.fromMs < untilMs)
      .map((point) => ({
        ...point,
        fromMs: Math.max(point.fromMs, fromMs),
        price: charge(point.price, basisPoints),
      }));
  });
}
