import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { PricesPage } from "#components/prices/prices-page.tsx";
import { comparedOf, loadPriceParams } from "#components/prices/search-params.ts";
import { ViewSwitch } from "#components/prices/view-switch.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { priceBookQuery, priceDiffQuery, priceVersionsQuery } from "#lib/prices/query.ts";
import { getPriceBook } from "#lib/prices/read-book.ts";
import { getPriceDiff, listPriceVersions } from "#lib/prices/read-versions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
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
  const t = await getTranslations("prices");
  const asked = await loadPriceParams(searchParams);
  const versions = await listPriceVersions(ctx);
  const compared = comparedOf(asked, versions.items[0]?.version ?? 0);
  return (
    <Prefetch
      sources={[
        source(priceVersionsQuery(slug), async () => versions),
        asked.view === "now"
          ? source(priceBookQuery(slug), () => getPriceBook(ctx))
          : source(priceDiffQuery(slug, compared.from, compared.to), () => getPriceDiff(ctx, compared)),
      ]}
    >
      <PageHeader title={t("title")} description={t("text")}>
        <ViewSwitch />
      </PageHeader>
      <PricesPage />
    </Prefetch>
  );
}
