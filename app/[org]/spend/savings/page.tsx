import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { SavingsPage } from "#components/savings/savings-page.tsx";
import { loadSavingsParams } from "#components/savings/search-params.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { whatIfQuery } from "#lib/spend/what-if/query.ts";
import { getWhatIf } from "#lib/spend/what-if/read.ts";

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("savings");
  return { title: t("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const { days } = await loadSavingsParams(searchParams);
  return (
    <Prefetch sources={[source(whatIfQuery(slug, days), () => getWhatIf(ctx, { days }))]}>
      <SavingsPage />
    </Prefetch>
  );
}
