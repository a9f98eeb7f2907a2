import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettingsPage } from "#components/orgs/settings-page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { memberListQuery } from "#lib/members/query.ts";
import { listMembers } from "#lib/members/read.ts";
import { orgQuery } from "#lib/orgs/query.ts";
import { getOrg } from "#lib/orgs/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orgs");
  return { title: t("settings") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("orgs");
  return (
    <Prefetch
      sources={[source(orgQuery(slug), () => getOrg(ctx)), source(memberListQuery(slug), () => listMembers(ctx))]}
    >
      <PageHeader title={t("settings")} description={t("settingsText")} />
      <SettingsPage />
    </Prefetch>
  );
}
