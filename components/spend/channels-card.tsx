"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { ChartFrame } from "#components/chart/frame.tsx";
import { prepareChart } from "#components/chart/prepare.ts";
import { ChartStamp } from "#components/chart/stamp.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { channelsQuery } from "#lib/spend/metrics-query.ts";
import type { SpendChannels } from "#lib/spend/metrics-schema.ts";
import { dayZone, momentOf } from "./day-chart.ts";
import { namedSeries } from "./prepare-spend.ts";
import { useSpendNames } from "./use-spend-names.ts";

const splits = ["channel", "provider"] as const;
type Split = (typeof splits)[number];

/** Who gets which part of the spend, over half a year, and when one overtook another. */
export function ChannelsCard({
  zone,
  groupBy,
  dataThrough,
  onGroup,
}: {
  zone: string | undefined;
  groupBy: Split;
  dataThrough: string | null;
  onGroup: (groupBy: Split) => void;
}) {
  const { slug } = useOrg();
  const query = useQuery(channelsQuery(slug, { zone, groupBy }));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-105" />}>
      {(channels) => (
        <div className="data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
          <Shares channels={channels} groupBy={groupBy} dataThrough={dataThrough} onGroup={onGroup} />
        </div>
      )}
    </QueryBoundary>
  );
}

// messages: spend.group.*
function Shares({
  channels,
  groupBy,
  dataThrough,
  onGroup,
}: {
  channels: SpendChannels;
  groupBy: Split;
  dataThrough: string | null;
  onGroup: (groupBy: Split) => void;
}) {
  const t = useTranslations("spend");
  const format = useFormatter();
  const nameOf = useSpendNames();
  const labels = new Map(channels.series.map(({ key, label }) => [key, nameOf(groupBy, key, label)]));
  const named = (key: string) => labels.get(key) ?? nameOf(groupBy, key, key);
  const day = (on: string) => format.dateTime(new Date(on), { dateStyle: "medium", timeZone: dayZone });
  const action = (
    <Segments
      label={t("shareOf")}
      value={groupBy}
      options={splits.map((value) => ({ value, label: t(`group.${value}`) }))}
      onChange={onGroup}
    />
  );
  if (channels.series.every(({ points }) => points.every((nanos) => nanos === null || nanos === 0n))) {
    return (
      <Card title={t("sharesTitle")} action={action}>
        <Empty title={t("reason.not_enough_data")} text={t("sharesMissing")} />
      </Card>
    );
  }
  return (
    <ChartFrame
      title={t("sharesTitle")}
      action={action}
      label={t("sharesLabel")}
      look="shares"
      chart={prepareChart(
        {
          buckets: channels.days.map(momentOf),
          series: channels.series.map(({ key, label, points }) => ({
            key,
            label: nameOf(groupBy, key, label),
            points,
          })),
        },
        { top: namedSeries, otherLabel: t("other"), isLastPartial: false },
      )}
      granularity="day"
      zone={dayZone}
      fileName={`shares-by-${groupBy}.csv`}
      markers={channels.crossovers.map(({ day: on, over, under }) => ({
        at: momentOf(on),
        label: t("overtook", { over: named(over), under: named(under) }),
      }))}
      note={
        <ChartStamp
          dataThrough={dataThrough}
          zone={channels.timezone}
          also={[
            t("sharesFormula"),
            ...channels.ahead.map(({ over, under, day: on, lowDay, highDay }) =>
              t("willOvertake", {
                over: named(over),
                under: named(under),
                day: day(on),
                low: day(lowDay),
                high: day(highDay),
              }),
            ),
          ]}
        />
      }
    />
  );
}
