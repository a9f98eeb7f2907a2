import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AnomaliesPage } from "#components/anomalies/anomalies-page.tsx";
import { loadAnomalyParams, stateOf } from "#components/anomalies/search-params.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { listAnomalies } from "#lib/spend/anomalies.ts";
import { anomalyListQuery } from "#lib/spend/anomaly-query.ts";

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("anomalies");
  return { title: t("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const state = stateOf((await loadAnomalyParams(searchParams)).state);
  return (
    <Prefetch sources={[source(anomalyListQuery(slug, state), () => listAnomalies(ctx, { state }))]}>
      <AnomaliesPage />
    </Prefetch>
  );
}
