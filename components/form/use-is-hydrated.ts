"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and in its HTML, true once React has taken over. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
