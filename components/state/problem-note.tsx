"use client";
import { useTranslations } from "next-intl";
import { ApiError } from "#lib/api/fetcher.ts";
import { useErrorText } from "./use-error-text.ts";

/** A failure said where it happened, with the id that finds it in the server's log. */
export function ProblemNote({ error }: { error: unknown }) {
  const t = useTranslations("state");
  const errorText = useErrorText();
  const requestId = error instanceof ApiError ? error.problem.requestId : "";
  return (
    <div role="alert" className="rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
      <p>{errorText(error)}</p>
      {requestId ? <p className="mt-0.5 font-mono text-xs">{t("requestId", { id: requestId })}</p> : null}
    </div>
  );
}
