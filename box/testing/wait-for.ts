import { setTimeout as delay } from "node:timers/promises";

/** Waits until `look` gives something other than null, undefined or false; fails with `what` after `limitMs`. */
export async function waitFor<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  limitMs = 8000,
): Promise<T> {
  const endsAt = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > endsAt) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await delay(10);
  }
}
