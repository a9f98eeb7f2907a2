"use client";
import { useTranslations } from "next-intl";
import { ApiError } from "#lib/api/fetcher.ts";

// messages: errors.*

/**
 * What went wrong, in the person's language when the code is known, else in the server's words.
 */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return (error) => {
    if (!(error instanceof ApiError)) return t("unexpected");
    const { code, detail, title } = error.problem;
    // The server's codes are open-ended; `has` decides whether this one is among ours.
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : (detail ?? title);
  };
}
