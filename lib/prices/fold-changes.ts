import { stringifyWire } from "../money.ts";
import type { PriceDifference } from "./schema.ts";

/**
 * What several versions did together, from their changes in the order of the versions: of each model the price before
 * the first and after the last, leaving out what came back to where it was.
 */
export function foldChanges(changes: readonly PriceDifference[]): PriceDifference[] {
  const folded = new Map<string, PriceDifference>();
  for (const change of changes) {
    const key = `${change.connectionId}/${change.model}`;
    const earlier = folded.get(key);
    folded.set(key, earlier ? { ...change, before: earlier.before } : change);
  }
  return [...folded.values()].filter(({ before, after }) => stringifyWire(before) !== stringifyWire(after));
}

/** The same the other way round: what it takes to get back. */
export function reverseChanges(changes: readonly PriceDifference[]): PriceDifference[] {
  return changes.map((change) => ({ ...change, before: change.after, after: change.before }));
}
