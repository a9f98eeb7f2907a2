import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApiKeyList } from "#components/api-keys/api-key-list.tsx";
import { CreateApiKeyDialog } from "#components/api-keys/create-api-key-dialog.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { apiKeyListQuery } from "#lib/api-keys/query.ts";
import { listApiKeys } from "#lib/api-keys/read.ts";
import { pageContext } from "#lib/auth/page-context.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("apiKeys");
  return (
    <Prefetch sources={[source(apiKeyListQuery(slug), () => listApiKeys(ctx))]}>
      <PageHeader title={t("title")} description={t("text")}>
        <CreateApiKeyDialog />
      </PageHeader>
      <ApiKeyList />
    </Prefetch>
  );
}
