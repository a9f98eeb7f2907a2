"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "#lib/cn.ts";
import { useIsHydrated } from "./use-is-hydrated.ts";

/**
 * A form of useApiForm. What the server rendered takes no input until React is there: typed before, it would be lost
 * when the form takes over its fields, and a press of the button would do nothing.
 */
export function Form({
  submit,
  className,
  children,
}: {
  submit: (event: React.SyntheticEvent) => unknown;
  className?: string;
  children: ReactNode;
}) {
  const isReady = useIsHydrated();
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    // A field that is disabled when the page arrives does not get the focus it asks for.
    if (isReady) fields.current?.querySelector<HTMLElement>("[autofocus]")?.focus();
  }, [isReady]);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <fieldset
        ref={fields}
        disabled={!isReady}
        data-waiting={isReady ? undefined : ""}
        className={cn("min-w-0", className)}
      >
        {children}
      </fieldset>
    </form>
  );
}
