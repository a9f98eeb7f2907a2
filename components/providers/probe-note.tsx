"use client";
import { CircleCheck } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatLatency } from "#lib/format.ts";
import type { ProbeResult } from "#lib/providers/schema.ts";

const shownModels = 6;

// messages: probe.code.*
export function ProbeNote({ result }: { result: ProbeResult }) {
  const t = useTranslations("probe");
  const locale = useLocale();
  if (!result.isOk) {
    return (
      <div role="alert" className="rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
        <p className="font-medium">{t(`code.${result.code}`)}</p>
        <p className="break-words">{result.detail}</p>
      </div>
    );
  }
  const names = result.models.slice(0, shownModels).map(({ id }) => id);
  return (
    <div role="status" className="rounded-md border border-ok/40 bg-ok-subtle px-3 py-2 text-ok">
      <p className="flex items-center gap-1.5 font-medium">
        <CircleCheck aria-hidden className="size-3.5" />
        {t("works", { latency: formatLatency(result.latencyMs, locale), count: result.models.length })}
      </p>
      {names.length > 0 ? (
        <p className="mt-0.5 break-words">
          {names.join(", ")}
          {result.models.length > names.length ? t("more", { count: result.models.length - names.length }) : null}
        </p>
      ) : null}
    </div>
  );
}
