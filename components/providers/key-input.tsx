"use client";
import type { ComponentProps } from "react";
import { Input } from "#components/ui/input.tsx";

/** Hidden while typed, and never offered to a password manager: it is not the person's password. */
export function KeyInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <Input
      type="password"
      autoComplete="off"
      data-1p-ignore
      data-lpignore="true"
      spellCheck={false}
      className="font-mono"
      {...props}
    />
  );
}
