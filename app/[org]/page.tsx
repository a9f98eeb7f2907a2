import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HomePage } from "#components/home/home-page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { boxListQuery } from "#lib/boxes/query.ts";
import { listBoxes } from "#lib/boxes/read.ts";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { listBudgets } from "#lib/budgets/read.ts";
import { listCalls } from "#lib/calls/list.ts";
import { newestCallsInput, newestCallsQuery } from "#lib/calls/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";
import { listAnomalies } from "#lib/spend/anomalies.ts";
import { anomalyListQuery } from "#lib/spend/anomaly-query.ts";
import { getHeadline } from "#lib/spend/headline.ts";
import { headlineQuery } from "#lib/spend/metrics-query.ts";
import { spendInput, spendQuery } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";

const lastDay = spendInput({ range: "24h" });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("home");
  return (
    <Prefetch
      sources={[
        source(boxListQuery(slug), () => listBoxes(ctx)),
        source(providerListQuery(slug), () => listProviders(ctx)),
        source(budgetListQuery(slug), () => listBudgets(ctx)),
        source(newestCallsQuery(slug), () => listCalls(ctx, newestCallsInput())),
        source(headlineQuery(slug), () => getHeadline(ctx, undefined)),
        source(spendQuery(slug, lastDay), () => getSpend(ctx, lastDay)),
        source(anomalyListQuery(slug, "open"), () => listAnomalies(ctx, { state: "open" })),
      ]}
    >
      <PageHeader title={t("title")} />
      <HomePage />
    </Prefetch>
  );
}
