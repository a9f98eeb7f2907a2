import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AlertFilters } from "#components/alerts/alert-filters.tsx";
import { AlertList } from "#components/alerts/alert-list.tsx";
import { MailCard } from "#components/alerts/mail-card.tsx";
import { MarkAllButton } from "#components/alerts/mark-all-button.tsx";
import { filterOf, loadAlertParams } from "#components/alerts/search-params.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { getAlertMail } from "#lib/alerts/mail-preference.ts";
import { alertListQuery, alertMailQuery } from "#lib/alerts/query.ts";
import { listAlerts } from "#lib/alerts/read.ts";
import { pageContext } from "#lib/auth/page-context.ts";

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: t("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("alerts");
  const filter = filterOf(await loadAlertParams(searchParams));
  const firstPage = async () => ({ pages: [await listAlerts(ctx, filter)], pageParams: [undefined] });
  return (
    <Prefetch
      sources={[source(alertListQuery(slug, filter), firstPage), source(alertMailQuery(slug), () => getAlertMail(ctx))]}
    >
      <PageHeader title={t("title")} description={t("text")}>
        <MarkAllButton />
      </PageHeader>
      <AlertFilters />
      <AlertList />
      <MailCard />
    </Prefetch>
  );
}
