import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateKeyDialog } from "#components/local-keys/create-key-dialog.tsx";
import { KeyList } from "#components/local-keys/key-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { localKeyListQuery } from "#lib/local-keys/query.ts";
import { listLocalKeys } from "#lib/local-keys/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("keys");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("keys");
  return (
    <Prefetch sources={[source(localKeyListQuery(slug), () => listLocalKeys(ctx))]}>
      <PageHeader title={t("title")} description={t("text")}>
        <CreateKeyDialog />
      </PageHeader>
      <KeyList />
    </Prefetch>
  );
}
