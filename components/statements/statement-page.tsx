"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { ChartFrame } from "#components/chart/frame.tsx";
import { prepareChart } from "#components/chart/prepare.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { dayZone, momentOf } from "#components/spend/day-chart.ts";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { statementGroups } from "#lib/statements/groups.ts";
import { statementQuery } from "#lib/statements/query.ts";
import type { StatementContent, StatementDetail } from "#lib/statements/schema.ts";
import { BreakdownCard } from "./breakdown-card.tsx";
import { FileButtons } from "./file-buttons.tsx";
import { LateCard } from "./late-card.tsx";
import { ProofCard } from "./proof-card.tsx";
import { StatementSkeleton } from "./statement-skeleton.tsx";
import { StatementStats } from "./statement-stats.tsx";
import { useMonthName } from "./use-month-name.ts";

/** A month as it was frozen, and beside it what arrived since. */
export function StatementPage({ statementId }: { statementId: string }) {
  const { slug } = useOrg();
  const query = useQuery(statementQuery(slug, statementId));
  return (
    <QueryBoundary query={query} skeleton={<StatementSkeleton />}>
      {(statement) => <Shown statement={statement} />}
    </QueryBoundary>
  );
}

function Shown({ statement }: { statement: StatementDetail }) {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const usd = useUsd();
  const closedText = useClosedText();
  const nameOf = useMonthName();
  const { content, lateSinceNanos, carriedNanos } = statement;
  return (
    <>
      <PageHeader
        title={t("statementOf", { month: nameOf(content.month) })}
        back={{ href: `/${slug}/spend/reports`, label: t("back") }}
        description={`${closedText(statement)} · ${t("zone", { zone: content.timezone })}`}
      >
        <FileButtons content={content} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {lateSinceNanos === 0n ? null : (
          <p className="rounded-md border border-warn/40 bg-warn-subtle px-3 py-2 text-warn">
            {t("lateSinceThis", { amount: usd(lateSinceNanos) })}
          </p>
        )}
        {carriedNanos === 0n ? null : (
          <p className="rounded-md border bg-hover px-3 py-2 text-muted">
            {t("carried", { amount: usd(carriedNanos) })}
          </p>
        )}
        <StatementStats statement={statement} />
        <Days content={content} />
        {statementGroups.map((group) => (
          <BreakdownCard key={group} content={content} group={group} />
        ))}
        <LateCard late={content.late} />
        <ProofCard statement={statement} />
      </div>
    </>
  );
}

function Days({ content: { days, month, dataThrough, timezone } }: { content: StatementContent }) {
  const t = useTranslations("statements");
  const format = useFormatter();
  const points = days.map(({ costNanos }) => costNanos);
  const chart = prepareChart(
    { buckets: days.map(({ day }) => momentOf(day)), series: [{ key: "metered", label: t("metered"), points }] },
    { top: 1, otherLabel: "", isLastPartial: false },
  );
  const through =
    dataThrough === null
      ? null
      : format.dateTime(new Date(dataThrough), { dateStyle: "medium", timeStyle: "short", timeZone: timezone });
  return (
    <ChartFrame
      title={t("byDay")}
      label={t("byDayLabel")}
      chart={chart}
      granularity="day"
      zone={dayZone}
      fileName={`statement-${month}-days.csv`}
      note={through === null ? undefined : t("through", { at: through })}
    />
  );
}

function useClosedText(): (statement: StatementDetail) => string {
  const t = useTranslations("statements");
  const format = useFormatter();
  return ({ closedBy, content: { closedAt, timezone } }) => {
    const at = format.dateTime(new Date(closedAt), { dateStyle: "medium", timeStyle: "short", timeZone: timezone });
    if (closedBy === null) return t("closedByConsole", { at });
    return closedBy === "" ? t("closedByGone", { at }) : t("closedBy", { at, name: closedBy });
  };
}
