"use client";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { CallDetail } from "#lib/calls/schema.ts";
import { cn } from "#lib/cn.ts";
import { formatCount, formatLatency } from "#lib/format.ts";
import { tokenBuckets } from "#lib/protocol/token-buckets.ts";
import { CallCost, CallStatusDot, CallTarget } from "./call-cells.tsx";

type Attempt = CallDetail["attempts"][number];
const linkClasses = "text-accent underline underline-offset-2";

// messages: calls.reason.*
// messages: calls.error.*
// messages: calls.surface.*
// messages: calls.bucket.*
export function AttemptCard({ attempt, isAsked }: { attempt: Attempt; isAsked: boolean }) {
  const t = useTranslations("calls");
  const locale = useLocale();
  const { slug } = useOrg();
  const { tokens, charges } = attempt;
  const used = tokenBuckets.filter((bucket) => tokens[bucket] > 0);
  const facts: [string, ReactNode][] = [
    [t("time"), <DateTime key="at" at={attempt.occurredAt} />],
    [
      t("box"),
      <Link key="box" href={`/${slug}/boxes/${attempt.boxId}`} className={linkClasses}>
        {attempt.boxName}
      </Link>,
    ],
    [
      t("provider"),
      attempt.channel === null ? (
        attempt.connectionName
      ) : (
        <Link key="provider" href={`/${slug}/providers#${attempt.connectionId}`} className={linkClasses}>
          {attempt.connectionName}
        </Link>
      ),
    ],
    [t("caller"), attempt.caller],
    [t("surfaceLabel"), t(`surface.${attempt.surface}`)],
    ...(attempt.runId === null ? [] : [[t("run"), attempt.runId] satisfies [string, ReactNode]]),
    [t("firstToken"), attempt.firstTokenMs === null ? "–" : formatLatency(attempt.firstTokenMs, locale)],
    [t("latency"), formatLatency(attempt.latencyMs, locale)],
    [t("httpStatus"), attempt.httpStatus ?? (attempt.reason === "cache" ? "–" : t("noAnswer"))],
    [
      t("tokensLabel"),
      used.length === 0
        ? "0"
        : used.map((bucket) => `${formatCount(tokens[bucket], locale)} ${t(`bucket.${bucket}`)}`).join(", "),
    ],
    ...(attempt.webSearches > 0 ? [[t("webSearches"), attempt.webSearches] satisfies [string, ReactNode]] : []),
    [t("cost"), <CallCost key="cost" call={attempt} />],
    ...(attempt.savedNanos > 0n
      ? [[t("savedLabel"), <Money key="saved" nanos={attempt.savedNanos} />] satisfies [string, ReactNode]]
      : []),
    [
      t("chargedTo"),
      charges.length === 0
        ? t("noBudget")
        : charges.map(({ leaseId, budgetId, budgetName, nanos }) => (
            <span key={leaseId} className="block">
              {budgetId === null ? (
                leaseId
              ) : (
                <Link href={`/${slug}/budgets/${budgetId}`} className={linkClasses}>
                  {budgetName}
                </Link>
              )}{" "}
              <Money nanos={nanos} />
            </span>
          )),
    ],
    [
      t("price"),
      <code key="price" className="font-mono text-xs" title={attempt.priceHash}>
        {attempt.priceHash.slice(0, 12) || "–"}
      </code>,
    ],
  ];
  return (
    <li className={cn("rounded-md border p-3", isAsked && "border-accent")} aria-current={isAsked ? "true" : undefined}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-muted tabular-nums">{attempt.attempt}.</span>
        <span className="min-w-0 font-medium break-words">
          <CallTarget call={attempt} />
        </span>
        <Badge>{t(`reason.${attempt.reason}`)}</Badge>
        <CallStatusDot call={attempt} />
        {attempt.errorClass === null ? null : <Badge tone="bad">{t(`error.${attempt.errorClass}`)}</Badge>}
      </div>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
        {facts.map(([label, value]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
