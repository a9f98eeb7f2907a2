"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";
import type { Trigger } from "./opener-button.tsx";

export interface PopoverProps {
  trigger: Trigger;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  /** Instead of the usual width and padding. */
  className?: string;
  children: ReactNode;
}

/** What popover.tsx shows from its first opening on. */
export function PopoverPanel({ trigger, open, onOpenChange, label, className = "w-72 p-3", children }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border bg-background",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
