import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AllocationPage } from "#components/budgets/allocation-page.tsx";
import { loadAllocationParams } from "#components/budgets/allocation-search-params.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { allocationQuery } from "#lib/budgets/allocation-query.ts";
import { getAllocation } from "#lib/budgets/allocation-read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("allocation");
  return { title: t("title") };
}

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const { period } = await loadAllocationParams(searchParams);
  return (
    <Prefetch sources={[source(allocationQuery(slug, period), () => getAllocation(ctx, period))]}>
      <AllocationPage />
    </Prefetch>
  );
}
