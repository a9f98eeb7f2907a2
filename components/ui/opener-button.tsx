"use client";
import { Slot } from "@radix-ui/react-slot";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

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
  children: ReactNode;
}) {
  const isWarm = useRef(false);
  function approach() {
    if (isWarm.current) return;
    isWarm.current = true;
    // A failure is shown when it is opened, which asks again.
    warmUp().catch(() => undefined);
  }
  return (
    <Slot
      aria-haspopup={kind}
      aria-expanded={false}
      onPointerEnter={approach}
      onFocus={approach}
      onClick={onOpen}
      onKeyDown={(event: KeyboardEvent) => {
        if (kind !== "menu" || event.key !== "ArrowDown") return;
        event.preventDefault();
        onOpen();
      }}
    >
      {children}
    </Slot>
  );
}
