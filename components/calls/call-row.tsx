"use client";
import { useLocale, useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Call } from "#lib/calls/schema.ts";
import { cn } from "#lib/cn.ts";
import { formatLatency } from "#lib/format.ts";
import { CallCost, CallStatusDot, CallTarget, CallTokens } from "./call-cells.tsx";
import { callGrid, callRowHeight } from "./call-columns.ts";

const cell = "min-w-0 self-center leading-5";
const right = `${cell} text-right tabular-nums`;

// messages: calls.reason.*
// messages: calls.error.*
/** One attempt; the button in it covers the row. */
export function CallRow({
  call,
  index,
  start,
  isTabStop,
  onOpen,
  onFocus,
}: {
  call: Call;
  index: number;
  start: number;
  isTabStop: boolean;
  onOpen: () => void;
  onFocus: () => void;
}) {
  const t = useTranslations("calls");
  const locale = useLocale();
  const usd = useUsd();
  const how = call.reason === "first" ? null : t(`reason.${call.reason}`);
  const failure = call.errorClass === null ? null : t(`error.${call.errorClass}`);
  return (
    <tr
      aria-rowindex={index + 2}
      className={cn(callGrid, "absolute inset-x-0 border-b hover:bg-hover")}
      style={{ height: callRowHeight, transform: `translateY(${start}px)` }}
    >
      <td className={cn(cell, "hidden sm:block")}>
        <TimeAgo at={call.occurredAt} />
        <span className="block truncate text-xs text-muted">{t(`surface.${call.surface}`)}</span>
      </td>
      <td className={cell}>
        <button
          type="button"
          data-call={index}
          tabIndex={isTabStop ? 0 : -1}
          onClick={onOpen}
          onFocus={onFocus}
          className="block max-w-full truncate text-left font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <CallTarget call={call} />
        </button>
        <span className="block truncate text-xs text-muted">
          <span className="sm:hidden">
            <TimeAgo at={call.occurredAt} /> · {call.boxName} ·{" "}
          </span>
          {call.connectionName}
        </span>
      </td>
      <td className={cn(cell, "hidden lg:block")}>
        <span className="block truncate">{call.boxName}</span>
        <span className="block truncate text-xs text-muted">{call.caller}</span>
      </td>
      <td className={cn(cell, "hidden sm:block")}>
        <CallStatusDot call={call} />
        <span className="block truncate text-xs text-muted">
          {[how === null ? null : t("attemptOf", { n: call.attempt, reason: how }), failure]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </td>
      <td className={cn(right, "hidden lg:block")}>
        <CallTokens call={call} />
      </td>
      <td className={cn(right, "hidden lg:block")}>
        <span className="block">{formatLatency(call.latencyMs, locale)}</span>
        <span className="block text-xs text-muted">
          {call.firstTokenMs === null ? "–" : formatLatency(call.firstTokenMs, locale)}
        </span>
      </td>
      <td className={right}>
        <span className="block">
          <CallCost call={call} />
        </span>
        <span className="block text-xs text-muted">
          <span className="sm:hidden">{call.status === "ok" ? null : <CallStatusDot call={call} />}</span>
          {call.savedNanos > 0n ? t("saved", { amount: usd(call.savedNanos) }) : null}
        </span>
      </td>
    </tr>
  );
}
