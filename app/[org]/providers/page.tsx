import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectDialog } from "#components/providers/connect-dialog.tsx";
import { ProviderList } from "#components/providers/provider-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("providers");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("providers");
  return (
    <Prefetch sources={[source(providerListQuery(slug), () => listProviders(ctx))]}>
      <PageHeader title={t("title")} description={t("text")}>
        <ConnectDialog />
      </PageHeader>
      <ProviderList />
    </Prefetch>
  );
}
