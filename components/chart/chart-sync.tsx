"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface Sync {
  /** The moment that one chart of the page points at, and which chart that is. */
  pointed: { atMs: number; by: string } | null;
  point: (pointed: Sync["pointed"]) => void;
}

const SyncContext = createContext<Sync | null>(null);

/** The charts inside show one crosshair, at the same moment. */
export function ChartSync({ children }: { children: ReactNode }) {
  const [pointed, point] = useState<Sync["pointed"]>(null);
  const sync = useMemo(() => ({ pointed, point }), [pointed]);
  return <SyncContext value={sync}>{children}</SyncContext>;
}

export function useChartSync(): Sync | null {
  return useContext(SyncContext);
}
