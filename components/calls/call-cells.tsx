"use client";
import { useLocale, useTranslations } from "next-intl";
import type { Tone } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import type { Call } from "#lib/calls/schema.ts";
import { formatCount } from "#lib/format.ts";
import { sumTokens } from "./tokens-of.ts";

const tones: Record<Call["status"], Tone> = {
  ok: "ok",
  upstream_error: "bad",
  cancelled: "neutral",
  interrupted: "warn",
};

// messages: calls.status.*
export function CallStatusDot({ call }: { call: Pick<Call, "status"> }) {
  const t = useTranslations("calls");
  return <StatusDot tone={tones[call.status]}>{t(`status.${call.status}`)}</StatusDot>;
}

/** `smart → practice-large`; one name when the caller named the model itself. */
export function CallTarget({ call }: { call: Pick<Call, "kind" | "route" | "model" | "connectionName"> }) {
  const t = useTranslations("calls");
  if (call.kind === "unaccounted") {
    return (
      <span className="text-warn" title={t("unaccountedText")}>
        {t("unaccounted")}
      </span>
    );
  }
  return (
    <span title={`${call.route} → ${call.model} · ${call.connectionName}`}>
      {call.route === call.model ? null : <span className="text-muted">{call.route} → </span>}
      {call.model}
    </span>
  );
}

/** ≈ where the provider did not say what it used. */
export function CallCost({ call, decimals }: { call: Pick<Call, "costNanos" | "isEstimated">; decimals?: number }) {
  const t = useTranslations("calls");
  return (
    <>
      {call.isEstimated ? <span title={t("estimated")}>≈ </span> : null}
      <Money nanos={call.costNanos} {...(decimals === undefined ? {} : { decimals })} />
    </>
  );
}

// messages: calls.bucket.*
/** In / out, and below what kinds of tokens are among them. */
export function CallTokens({ call }: { call: Pick<Call, "tokens"> }) {
  const t = useTranslations("calls");
  const locale = useLocale();
  const { input, output, kinds } = sumTokens(call.tokens);
  const [first, ...more] = kinds.map(([bucket, count]) => `${formatCount(count, locale)} ${t(`bucket.${bucket}`)}`);
  return (
    <>
      <span className="block truncate">
        {formatCount(input, locale)} / {formatCount(output, locale)}
      </span>
      <span className="block truncate text-xs text-muted" title={[first, ...more].filter(Boolean).join(", ")}>
        {first}
        {more.length > 0 ? ` +${more.length}` : null}
      </span>
    </>
  );
}
