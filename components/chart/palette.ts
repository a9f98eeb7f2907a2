import { otherKey } from "./prepare.ts";

const hueCount = 8;

/** FNV-1a, 32 bit: the same key has the same hue on every page, on server and client, for ever. */
function hueOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % hueCount;
}

/**
 * CSS colours for the series of one chart. Each has the hue of its key; where two of one chart share a hue, the later
 * by key moves to the next free one, because two bars of one colour would lie.
 */
export function colorsFor(keys: readonly string[]): Map<string, string> {
  const colors = new Map<string, string>();
  const taken = new Set<number>();
  for (const key of keys.filter((one) => one !== otherKey).toSorted()) {
    let hue = hueOf(key);
    while (taken.size < hueCount && taken.has(hue)) hue = (hue + 1) % hueCount;
    taken.add(hue);
    colors.set(key, `var(--series-${hue + 1})`);
  }
  colors.set(otherKey, "var(--series-other)");
  return colors;
}
