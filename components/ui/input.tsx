import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";

/** 16 px on touch screens: below that iOS zooms into the field. */
export const fieldClasses =
  "w-full rounded-md border border-input bg-background px-2.5 text-sm text-foreground placeholder:text-muted/80 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-bad pointer-coarse:text-lg";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(fieldClasses, "h-8 pointer-coarse:h-11", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(fieldClasses, "min-h-20 resize-y py-2", className)} {...props} />;
}
