"use client";
import { useTranslations } from "next-intl";

// messages: audit.action.*
/** What was done, in words; an action that nobody put into words is shown as it is. */
export function useActionText(): (action: string) => string {
  const t = useTranslations("audit");
  return (action) => {
    // Actions are open-ended; `has` decides whether this one is among ours.
    const key = `action.${action}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : action;
  };
}
