import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { RouteEditPage } from "#components/configs/route-edit-page.tsx";
import { loadRouteParams } from "#components/configs/search-params.ts";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { boxListQuery, boxQuery } from "#lib/boxes/query.ts";
import { getBox, listBoxes } from "#lib/boxes/read.ts";
import { boxConfigQuery, routeOverviewQuery } from "#lib/configs/query.ts";
import { getBoxConfig } from "#lib/configs/read.ts";
import { getRouteOverview } from "#lib/configs/read-routes.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("routes");
  return { title: t("editTitle") };
}

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const { box: boxId } = await loadRouteParams(searchParams);
  const box = boxId === null ? null : await orNotFound(getBox(ctx, boxId));
  const layer = box
    ? [
        source(boxQuery(slug, box.id), async () => box),
        source(boxConfigQuery(slug, box.id), () => getBoxConfig(ctx, box.id)),
      ]
    : [source(routeOverviewQuery(slug), () => getRouteOverview(ctx))];
  return (
    <Prefetch
      sources={[
        ...layer,
        source(providerListQuery(slug), () => listProviders(ctx)),
        source(boxListQuery(slug), () => listBoxes(ctx)),
      ]}
    >
      <RouteEditPage />
    </Prefetch>
  );
}
