"use client";
import { useFormatter } from "next-intl";
import { useSharedNow } from "./use-shared-now.ts";

function useTitle(date: Date): string {
  const format = useFormatter();
  return format.dateTime(date, { dateStyle: "medium", timeStyle: "long" });
}

/** "3m ago", kept true as time passes; date, time and zone on hover. */
export function TimeAgo({ at }: { at: string }) {
  const format = useFormatter();
  const now = useSharedNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={useTitle(date)} className="whitespace-nowrap">
      {/* A clock that is a little ahead must not speak of the future. */}
      {format.relativeTime(date > now ? now : date, { now, style: "narrow" })}
    </time>
  );
}

/** "in 12 minutes"; for what has passed, "2 minutes ago". */
export function TimeUntil({ at }: { at: string }) {
  const format = useFormatter();
  const now = useSharedNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={useTitle(date)} className="whitespace-nowrap">
      {format.relativeTime(date, now)}
    </time>
  );
}

/** Date and time in the organization's zone. */
export function DateTime({ at }: { at: string }) {
  const format = useFormatter();
  const date = new Date(at);
  return (
    <time dateTime={at} title={useTitle(date)} className="whitespace-nowrap tabular-nums">
      {format.dateTime(date, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
