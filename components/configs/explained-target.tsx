"use client";
import { useLocale, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { cn } from "#lib/cn.ts";
import { formatCount, formatLatency, formatPercent } from "#lib/format.ts";
import { channels } from "#lib/protocol/provider-names.ts";
import type { TargetExplanation } from "#lib/routing/explain.ts";

type Reason = TargetExplanation["reasons"][number];

// messages: routes.reason.*
// messages: routes.note.*
// messages: providers.channel.*
/** One target: its rank, or why it has none; what the call would cost there and how soon it would begin to answer. */
export function ExplainedTarget({ target }: { target: TargetExplanation }) {
  const t = useTranslations("routes");
  const words = useTranslations("providers");
  const locale = useLocale();
  const usd = useUsd();

  function reasonText({ code, params }: Reason): string {
    const number = (name: string) => formatCount(Number(params[name] ?? 0), locale);
    const amount = (name: string) => usd(BigInt(params[name] ?? 0));
    const channelOf = (text: string) => {
      const known = channels.find((channel) => channel === text);
      return known ? words(`channel.${known}`) : text;
    };
    return t(`reason.${code}`, {
      connection: String(params.connection ?? target.connectionName),
      model: String(params.model ?? target.model),
      channel: channelOf(String(params.channel ?? "")),
      allowed: String(params.allowed ?? "")
        .split(", ")
        .map(channelOf)
        .join(", "),
      needs: number("needsTokens"),
      holds: number("holdsTokens"),
      price: amount("nanosPerMillion"),
      max: amount("maxNanosPerMillion"),
    });
  }

  return (
    <li className="flex gap-3 py-2" data-chosen={target.isChosen || undefined}>
      <span
        className={cn(
          "flex size-6 shrink-0 items-center justify-center rounded-full text-xs tabular-nums",
          target.isChosen ? "bg-accent font-medium text-accent-foreground" : "bg-hover text-muted",
        )}
      >
        {target.rank ?? "–"}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 font-medium break-words">{target.model}</span>
          <span className="text-muted">{target.connectionName}</span>
          {target.isChosen ? <Badge tone="ok">{t("chosen")}</Badge> : null}
          {target.note === null ? null : <Badge>{t(`note.${target.note}`)}</Badge>}
        </p>
        {target.isEligible ? (
          <p className="text-xs text-muted tabular-nums">
            {target.estimatedNanos === null ? t("costUnknown") : t("costAbout", { cost: usd(target.estimatedNanos) })}
            {" · "}
            {target.expectedTtftMs === null
              ? t("unmeasured")
              : t("firstTokenAbout", { time: formatLatency(target.expectedTtftMs, locale) })}
            {target.errorRate > 0 ? ` · ${t("errorShare", { share: formatPercent(target.errorRate, locale) })}` : null}
          </p>
        ) : (
          <ul className="text-xs text-bad">
            {target.reasons.map((reason) => (
              <li key={reason.code}>{reasonText(reason)}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
