import { addDays } from "../days.ts";

/** A moving sum by day from `from` on; null where its window was not full. */
export interface KeyCurve {
  key: string;
  points: readonly (bigint | null)[];
}

export interface Crossover {
  day: string;
  over: string;
  under: string;
}

/** Days that one curve must stay above another. */
const heldDays = 7;

/**
 * Where a curve overtook another (B2): the first of seven days in a row on which it lies above, after the other had lain
 * above for seven. Who leads first is no crossover, and a day that is level or unknown begins the count anew. All pairs,
 * by day.
 */
export function crossovers(curves: readonly KeyCurve[], from: string): Crossover[] {
  const found = curves.flatMap((a, index) => curves.slice(index + 1).flatMap((b) => between(a, b, from)));
  return found.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function textOf({ day, over, under }: Crossover): string {
  return `${day} ${over} ${under}`;
}

function between(a: KeyCurve, b: KeyCurve, from: string): Crossover[] {
  const found: Crossover[] = [];
  let leader: KeyCurve | null = null;
  let above: KeyCurve | null = null;
  let count = 0;
  for (const [index, nanos] of a.points.entries()) {
    const now = higher(a, nanos, b, b.points[index] ?? null);
    count = now === above ? count + 1 : 1;
    above = now;
    if (!above || count !== heldDays || above === leader) continue;
    if (leader) found.push({ day: addDays(from, index - heldDays + 1), over: above.key, under: leader.key });
    leader = above;
  }
  return found;
}

function higher(a: KeyCurve, x: bigint | null, b: KeyCurve, y: bigint | null): KeyCurve | null {
  if (x === null || y === null || x === y) return null;
  return x > y ? a : b;
}
