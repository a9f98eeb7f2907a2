"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";
import { Button } from "./button.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}

/** What dialog.tsx shows from its first opening on. */
export function DialogPanel({ open, onOpenChange, title, description, isWide = false, children }: DialogProps) {
  const t = useTranslations("ui");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* As high as the content: a dialog over a dialog dims the one below. */}
        <Radix.Overlay className="fixed inset-0 z-50 bg-black/45" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-lg border bg-background p-5 sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[80dvh] sm:w-full sm:-translate-x-1/2 sm:rounded-lg",
            isWide ? "sm:max-w-2xl" : "sm:max-w-md",
          )}
        >
          <Radix.Title className="pr-10 text-lg font-medium">{title}</Radix.Title>
          {description ? <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description> : null}
          <div className="mt-4">{children}</div>
          {/* Last, so that focus begins at what the dialog is about. */}
          <Radix.Close asChild>
            <Button variant="ghost" size="icon" aria-label={t("close")} className="absolute top-3 right-3">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
