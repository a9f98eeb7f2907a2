import { seededRandom } from "#lib/seeded-random.ts";

export interface Random {
  /** From 0 to just under 1. */
  next(): number;
  /** Mean 0, deviation 1 (Box and Muller 1958). */
  normal(): number;
  /** One of them, each as likely as its weight. */
  pick<Item>(items: readonly { item: Item; weight: number }[]): Item;
}

/** Mulberry32: the same numbers for everybody who starts with the same seed. */
export function randomOf(seed: number): Random {
  const next = seededRandom(seed);
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick(items) {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      for (const { item, weight } of items) {
        left -= weight;
        if (left < 0) return item;
      }
      const last = items.at(-1);
      if (!last) throw new Error("there is something to pick from");
      return last.item;
    },
  };
}
