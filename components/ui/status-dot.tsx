import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";
import type { Tone } from "./badge.tsx";

const fill: Record<Tone, string> = {
  neutral: "bg-muted/60",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-info",
};

/** A dot and its word: colour is never the only carrier. */
export function StatusDot({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={title}>
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", fill[tone])} />
      {children}
    </span>
  );
}
