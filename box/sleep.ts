import { setTimeout as delay } from "node:timers/promises";

/** Waits, or returns early when `signal` aborts. Never throws. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
