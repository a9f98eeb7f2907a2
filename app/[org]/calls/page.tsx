import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { CallFilters } from "#components/calls/call-filters.tsx";
import { CallList } from "#components/calls/call-list.tsx";
import { ExportButton } from "#components/calls/export-button.tsx";
import { RangeControl } from "#components/calls/range-control.tsx";
import { filterOf, loadCallParams } from "#components/calls/search-params.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { listCallFacets } from "#lib/calls/facets.ts";
import { listCalls } from "#lib/calls/list.ts";
import { callFacetsQuery, callListQuery } from "#lib/calls/query.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calls");
  return { title: t("pageTitle") };
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
  const t = await getTranslations("calls");
  const filter = filterOf(await loadCallParams(searchParams));
  const firstPage = async () => ({ pages: [await listCalls(ctx, filter)], pageParams: [undefined] });
  return (
    <Prefetch
      sources={[
        source(callListQuery(slug, filter), firstPage),
        source(callFacetsQuery(slug, filter), () => listCallFacets(ctx, filter)),
      ]}
    >
      <PageHeader title={t("pageTitle")} description={t("pageText")}>
        <RangeControl />
        <ExportButton />
      </PageHeader>
      <CallFilters />
      <CallList />
    </Prefetch>
  );
}
