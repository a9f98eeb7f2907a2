"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ChartFrame } from "#components/chart/frame.tsx";
import { ChartStamp } from "#components/chart/stamp.tsx";
import { dayIn } from "#components/chart/zoom-days.ts";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { prepareSpend } from "#components/spend/prepare-spend.ts";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import type { Anomaly } from "#lib/spend/anomaly-schema.ts";
import { spendQuery } from "#lib/spend/query.ts";
import type { SpendView } from "#lib/spend/schema.ts";
import { budgetsHref, callsHref, exploreHref, spendAround } from "./around.ts";
import { JudgeDialog } from "./judge-dialog.tsx";

// messages: anomalies.budgets.*
/** The key's days around it, where to look next, and what a person made of it. */
export function AnomalyDetails({ anomaly }: { anomaly: Anomaly }) {
  const t = useTranslations("anomalies");
  const format = useFormatter();
  const { slug, timezone } = useOrg();
  const today = dayIn(timezone, useSharedNow());
  const spend = useQuery(spendQuery(slug, spendAround(anomaly, today)));
  const mayJudge = useMay("budgets.write");
  const [isJudging, setIsJudging] = useState(false);
  const { dimension, state } = anomaly;
  const calls = callsHref(slug, anomaly);
  return (
    <div className="space-y-3 bg-surface p-4">
      <QueryBoundary query={spend} skeleton={<Skeleton className="h-90" />}>
        {(view) => <Days anomaly={anomaly} view={view} />}
      </QueryBoundary>
      <p className="text-muted">
        {t("deviations", { z: format.number(anomaly.z, { maximumFractionDigits: 1 }) })}{" "}
        {anomaly.grain === "hour" ? t("ofHour") : null}
      </p>
      <Judged anomaly={anomaly} />
      <div className="flex flex-wrap gap-2 print:hidden">
        <Button asChild>
          <Link href={exploreHref(slug, anomaly, today)}>{t("explore")}</Link>
        </Button>
        {calls === null ? null : (
          <Button asChild>
            <Link href={calls}>{t("calls")}</Link>
          </Button>
        )}
        <Button asChild>
          <Link href={budgetsHref(slug, dimension)}>{t(`budgets.${dimension}`)}</Link>
        </Button>
        {mayJudge ? (
          <Button onClick={() => setIsJudging(true)}>{state === "dismissed" ? t("reopen") : t("dismiss")}</Button>
        ) : null}
      </div>
      {isJudging ? <JudgeDialog anomaly={anomaly} onClose={() => setIsJudging(false)} /> : null}
    </div>
  );
}

function Days({ anomaly, view }: { anomaly: Anomaly; view: SpendView }) {
  const t = useTranslations("anomalies");
  const spend = useTranslations("spend");
  const start = view.buckets.find((bucket) => dayIn(view.timezone, new Date(bucket)) === anomaly.day);
  return (
    <ChartFrame
      title={t("days")}
      label={t("daysOf", { name: anomaly.label })}
      chart={prepareSpend(view, { otherLabel: spend("other"), labelOf: (_, label) => label || anomaly.label })}
      granularity={view.granularity}
      zone={view.timezone}
      endsAt={view.endsAt}
      fileName={`anomaly-${anomaly.day}.csv`}
      markers={start === undefined ? [] : [{ at: noonOf(start), label: t("title") }]}
      hasLog
      note={<ChartStamp dataThrough={view.dataThrough} zone={view.timezone} isLastPartial={view.isLastPartial} />}
    />
  );
}

/** Of the day that begins then: the middle of its bar. */
function noonOf(start: string): string {
  return new Date(Date.parse(start) + 12 * 3_600_000).toISOString();
}

// messages: anomalies.since.*
// messages: anomalies.by.*
/** Who said what about it, and when. */
function Judged({ anomaly: { state, note, changedAt, changedBy, createdAt } }: { anomaly: Anomaly }) {
  const t = useTranslations("anomalies");
  return (
    <div className="space-y-1 text-muted">
      <p>
        {t("found")} <DateTime at={createdAt} />
      </p>
      {changedBy !== null || state !== "open" ? (
        <p>
          {changedBy === null ? t(`since.${state}`) : t(`by.${state}`, { name: changedBy })} <DateTime at={changedAt} />
        </p>
      ) : null}
      {note === "" ? null : <blockquote className="border-l-2 pl-3 break-words text-foreground">{note}</blockquote>}
    </div>
  );
}
