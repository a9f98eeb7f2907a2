"use client";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

/** Keeps its width and its focus while the request is under way; a second press does nothing. */
export function SubmitButton({
  isPending,
  children,
  ...props
}: { isPending: boolean; children: ReactNode } & Pick<
  ComponentProps<typeof Button>,
  "variant" | "size" | "disabled" | "className"
>) {
  return (
    <Button
      variant="primary"
      type="submit"
      aria-disabled={isPending}
      aria-busy={isPending}
      onClick={(event) => isPending && event.preventDefault()}
      {...props}
    >
      {isPending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {children}
    </Button>
  );
}
