"use client";
import { lazy, Suspense, useState } from "react";
import { OpenerButton } from "./opener-button.tsx";
import type { PopoverProps } from "./popover-panel.tsx";

const load = () => import("./popover-panel.tsx");
const PopoverPanel = lazy(async () => ({ default: (await load()).PopoverPanel }));

/** A button (`trigger`, one element) that opens a small panel for a choice that a menu cannot hold. */
export function Popover(props: PopoverProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (props.open && !wasOpened) setWasOpened(true);
  const opener = (
    <OpenerButton kind="dialog" warmUp={load} onOpen={() => props.onOpenChange(true)}>
      {props.trigger}
    </OpenerButton>
  );
  if (!wasOpened) return opener;
  return (
    <Suspense fallback={opener}>
      <PopoverPanel {...props} />
    </Suspense>
  );
}
