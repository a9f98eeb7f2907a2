"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";

/*
 * Cards whose code follows the first paint: charts, which draw nothing on the server (Recharts follows them in turn), and
 * what stands below the first screen. The skeletons are as high as what comes.
 */

export const SpendChart = dynamic(() => import("./spend-chart.tsx").then((module) => module.SpendChart), {
  ssr: false,
  loading: () => <Skeleton className="h-95" />,
});

export const RunRateCard = dynamic(() => import("./run-rate-card.tsx").then((module) => module.RunRateCard), {
  ssr: false,
  loading: () => <Skeleton className="h-100" />,
});

export const MonthCard = dynamic(() => import("./month-card.tsx").then((module) => module.MonthCard), {
  ssr: false,
  loading: () => <Skeleton className="h-100" />,
});

export const MovementsCard = dynamic(() => import("./movements-card.tsx").then((module) => module.MovementsCard), {
  ssr: false,
  loading: () => <Skeleton className="h-200" />,
});

export const ChannelsCard = dynamic(() => import("./channels-card.tsx").then((module) => module.ChannelsCard), {
  ssr: false,
  loading: () => <Skeleton className="h-105" />,
});

export const TrendStats = dynamic(() => import("./trend-stats.tsx").then((module) => module.TrendStats), {
  ssr: false,
  loading: () => <Skeleton className="h-23" />,
});

export const UnitsCard = dynamic(() => import("./units-card.tsx").then((module) => module.UnitsCard), {
  ssr: false,
  loading: () => <Skeleton className="h-100" />,
});

export const CallsCard = dynamic(() => import("#components/calls/calls-card.tsx").then((module) => module.CallsCard), {
  ssr: false,
  loading: () => <Skeleton className="h-100" />,
});

export const PivotTable = dynamic(() => import("./pivot-table.tsx").then((module) => module.PivotTable), {
  ssr: false,
  loading: () => <Skeleton className="h-100" />,
});

/** A button among others: nothing stands for it until it is there. */
export const CopyLink = dynamic(() => import("./copy-link.tsx").then((module) => module.CopyLink), { ssr: false });
