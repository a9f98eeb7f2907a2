import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { ExplorePage } from "#components/spend/explore-page.tsx";
import { exploreDefaults, loadSpendParams, readSpendParams } from "#components/spend/search-params.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { spendQuery } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { spendViewsQuery } from "#lib/spend-views/query.ts";
import { listSpendViews } from "#lib/spend-views/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("spend");
  return { title: t("exploreTitle") };
}

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const read = readSpendParams(await loadSpendParams(searchParams), exploreDefaults);
  const spend = read.kind === "query" ? [source(spendQuery(slug, read.query), () => getSpend(ctx, read.query))] : [];
  return (
    <Prefetch sources={[...spend, source(spendViewsQuery(slug), () => listSpendViews(ctx))]}>
      <ExplorePage />
    </Prefetch>
  );
}
