import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { AuditFilters } from "#components/audit/audit-filters.tsx";
import { AuditList } from "#components/audit/audit-list.tsx";
import { ChainState } from "#components/audit/chain-state.tsx";
import { ExportMenu } from "#components/audit/export-menu.tsx";
import { filterOf, loadAuditParams } from "#components/audit/search-params.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { auditQuery } from "#lib/audit/query.ts";
import { listAudit } from "#lib/audit/read.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { memberListQuery } from "#lib/members/query.ts";
import { listMembers } from "#lib/members/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit");
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
  const t = await getTranslations("audit");
  const filter = filterOf(await loadAuditParams(searchParams));
  const firstPage = async () => ({ pages: [await listAudit(ctx, filter)], pageParams: [undefined] });
  return (
    <Prefetch
      sources={[source(auditQuery(slug, filter), firstPage), source(memberListQuery(slug), () => listMembers(ctx))]}
    >
      <PageHeader title={t("title")} description={t("text")}>
        <ChainState />
        <ExportMenu />
      </PageHeader>
      <AuditFilters />
      <AuditList />
    </Prefetch>
  );
}
