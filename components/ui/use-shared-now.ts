"use client";
import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

const tickMs = 10_000;
const listeners = new Set<() => void>();
let clock: number | null = null;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    clock = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** One clock for the whole page: rows that appear at different moments must not disagree about "ago". */
export function useSharedNow(): Date {
  const rendered = useNow();
  const ticked = useSyncExternalStore(
    subscribe,
    () => clock,
    () => null,
  );
  return ticked !== null && ticked > rendered.getTime() ? new Date(ticked) : rendered;
}
