import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { PageHeader } from "#components/shell/page-header.tsx";
import { loadSpendParams } from "#components/spend/search-params.ts";
import { SpendControls } from "#components/spend/spend-controls.tsx";
import { SpendPage } from "#components/spend/spend-page.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { listCalls } from "#lib/calls/list.ts";
import { newestCallsInput, newestCallsQuery } from "#lib/calls/query.ts";
import { spendQuery } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("spend");
  return { title: t("title") };
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
  const t = await getTranslations("spend");
  const query = await loadSpendParams(searchParams);
  return (
    <Prefetch
      sources={[
        source(spendQuery(slug, query), () => getSpend(ctx, query)),
        source(newestCallsQuery(slug), () => listCalls(ctx, newestCallsInput())),
      ]}
    >
      <PageHeader title={t("title")}>
        <SpendControls />
      </PageHeader>
      <SpendPage />
    </Prefetch>
  );
}
