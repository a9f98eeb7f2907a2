"use client";
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";

const item =
  "flex min-h-8 items-center gap-2 rounded px-2 text-sm outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11 [&_svg]:size-3.5 [&_svg]:shrink-0";

/** What menu.tsx shows from its first opening on; it was opened a moment ago. */
export function MenuPanel({
  trigger,
  align = "start",
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-lg border bg-background p-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  onSelect,
  isDanger = false,
  asChild = false,
  children,
}: {
  onSelect?: () => void;
  isDanger?: boolean;
  asChild?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      asChild={asChild}
      className={cn(item, isDanger && "text-bad")}
      {...(onSelect ? { onSelect } : {})}
    >
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuChoices({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-muted">{label}</DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.CheckboxItem
          key={choice.value}
          checked={choice.value === value}
          onSelect={() => onChange(choice.value)}
          className={item}
        >
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.CheckboxItem>
      ))}
    </DropdownMenu.Group>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 border-t" />;
}
