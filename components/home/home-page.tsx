"use client";
import { useQuery } from "@tanstack/react-query";
import { CallsCard } from "#components/calls/calls-card.tsx";
import { dayIn } from "#components/chart/zoom-days.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { boxListQuery } from "#lib/boxes/query.ts";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { newestCallsQuery } from "#lib/calls/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { anomalyListQuery } from "#lib/spend/anomaly-query.ts";
import { spendInput, spendQuery } from "#lib/spend/query.ts";
import { findAttention } from "./attention.ts";
import { AttentionCard } from "./attention-card.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { HomeBudgets } from "./home-budgets.tsx";
import { HomeSkeleton } from "./home-skeleton.tsx";
import { HomeSpend } from "./home-spend.tsx";
import { HomeStats } from "./home-stats.tsx";

export function HomePage() {
  const { slug, timezone } = useOrg();
  const boxes = useQuery(boxListQuery(slug));
  const providers = useQuery(providerListQuery(slug));
  const budgets = useQuery(budgetListQuery(slug));
  const calls = useQuery(newestCallsQuery(slug));
  const spend = useQuery(spendQuery(slug, spendInput({ range: "24h" })));
  const anomalies = useQuery(anomalyListQuery(slug, "open"));
  const today = dayIn(timezone, useSharedNow());
  const error = anomalies.error ?? boxes.error ?? providers.error ?? budgets.error ?? calls.error ?? spend.error;
  if (!boxes.data || !providers.data || !budgets.data || !calls.data || !spend.data) {
    return error ? <ProblemNote error={error} /> : <HomeSkeleton />;
  }
  const progress = {
    hasBox: boxes.data.items.length > 0,
    hasProvider: providers.data.items.length > 0,
    hasBudget: budgets.data.items.length > 0,
    hasCall: calls.data.items.length > 0,
    firstBoxId: boxes.data.items[0]?.id,
  };
  const isSetUp = progress.hasBox && progress.hasProvider && progress.hasBudget && progress.hasCall;
  const attention = findAttention({
    boxes: boxes.data.items,
    budgets: budgets.data.items,
    providers: providers.data.items,
    anomalies: anomalies.data?.items ?? [],
    today,
  });
  return (
    <div className="grid grid-cols-1 gap-4">
      {error ? <ProblemNote error={error} /> : null}
      {isSetUp ? null : <FirstSteps progress={progress} />}
      {isSetUp ? <HomeSpend /> : null}
      <HomeStats spend={spend.data} boxes={boxes.data.items} />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <AttentionCard items={attention} />
        <HomeBudgets budgets={budgets.data.items} />
      </div>
      <CallsCard />
    </div>
  );
}
