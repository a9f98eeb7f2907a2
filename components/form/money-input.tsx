"use client";
import type { ComponentProps } from "react";
import { Input } from "#components/ui/input.tsx";

/** A text field for US dollars; its text is turned into nano-USD by `UsdText`. */
export function MoneyInput(props: Omit<ComponentProps<"input">, "className" | "type">) {
  return (
    <span className="relative block">
      <span aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted">
        $
      </span>
      <Input inputMode="decimal" autoComplete="off" className="pr-12 pl-6 tabular-nums" {...props} />
      <span aria-hidden className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-xs text-muted">
        USD
      </span>
    </span>
  );
}
