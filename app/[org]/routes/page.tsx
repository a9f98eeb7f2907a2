import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddRouteButton } from "#components/configs/add-route-button.tsx";
import { RoutesPage } from "#components/configs/routes-page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { routeOverviewQuery } from "#lib/configs/query.ts";
import { getRouteOverview } from "#lib/configs/read-routes.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("routes");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("routes");
  return (
    <Prefetch
      sources={[
        source(routeOverviewQuery(slug), () => getRouteOverview(ctx)),
        source(providerListQuery(slug), () => listProviders(ctx)),
      ]}
    >
      <PageHeader title={t("title")} description={t("text")}>
        <AddRouteButton boxId={null} />
      </PageHeader>
      <RoutesPage />
    </Prefetch>
  );
}
