"use client";
import { useLocale, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import type { ActionState } from "#lib/actions/schema.ts";
import { formatCount, formatLatency } from "#lib/format.ts";

// messages: try.failed.*
export function TryResult({ state }: { state: ActionState | undefined }) {
  const t = useTranslations("try");
  const locale = useLocale();
  if (state?.status === "failed") {
    // The gateway's codes are open-ended; `has` decides whether this one is among ours.
    const key = `failed.${state.output.code}` as Parameters<typeof t>[0];
    return (
      <div role="alert" className="rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
        <p className="font-medium">{t.has(key) ? t(key) : t("failedTitle")}</p>
        <p className="mt-0.5 break-words">{state.output.message}</p>
        <p className="mt-0.5 font-mono text-xs">{state.output.code}</p>
      </div>
    );
  }
  return (
    <div aria-live="polite" aria-busy={state?.status !== "done"} className="rounded-md border bg-surface">
      {state?.status === "done" ? (
        <>
          <p data-testid="answer" className="max-h-96 overflow-y-auto p-3 break-words whitespace-pre-wrap">
            {state.output.text}
          </p>
          <p className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-2 text-xs text-muted tabular-nums">
            <span>{state.output.model}</span>
            <span>
              {t("tokens", {
                input: formatCount(state.output.tokens.input + state.output.tokens.cacheRead, locale),
                output: formatCount(state.output.tokens.output + state.output.tokens.reasoning, locale),
              })}
            </span>
            <span className="font-medium text-foreground">
              <Money nanos={state.output.costNanos} />
            </span>
            <span>{formatLatency(state.output.latencyMs, locale)}</span>
          </p>
        </>
      ) : (
        <p className="p-3 text-muted">{state?.status === "running" ? t("running") : t("queued")}</p>
      )}
    </div>
  );
}
