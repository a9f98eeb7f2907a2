"use client";
import { type ComponentProps, cloneElement, type KeyboardEvent, type ReactElement, useRef } from "react";

/** One button without handlers of its own. */
export type Trigger = ReactElement<ComponentProps<"button">>;

/**
 * The trigger of a menu or panel whose code is not there yet: reads like one that is closed, fetches the code when
 * somebody comes near, and opens with what would open it.
 */
export function OpenerButton({
  kind,
  warmUp,
  onOpen,
  children,
}: {
  kind: "menu" | "dialog";
  warmUp: () => Promise<unknown>;
  onOpen: () => void;
  children: Trigger;
}) {
  const isWarm = useRef(false);
  function approach() {
    if (isWarm.current) return;
    isWarm.current = true;
    // A failure is shown when it is opened, which asks again.
    warmUp().catch(() => undefined);
  }
  return cloneElement(children, {
    "aria-haspopup": kind,
    "aria-expanded": false,
    onPointerEnter: approach,
    onFocus: approach,
    onClick: onOpen,
    onKeyDown: (event: KeyboardEvent) => {
      if (kind !== "menu" || event.key !== "ArrowDown") return;
      event.preventDefault();
      onOpen();
    },
  });
}
