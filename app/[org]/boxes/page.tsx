import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddBoxDialog } from "#components/boxes/add-box-dialog.tsx";
import { BoxList } from "#components/boxes/box-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { boxListQuery } from "#lib/boxes/query.ts";
import { listBoxes } from "#lib/boxes/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("boxes");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("boxes");
  return (
    <Prefetch sources={[source(boxListQuery(slug), () => listBoxes(ctx))]}>
      <PageHeader title={t("title")} description={t("text")}>
        <AddBoxDialog />
      </PageHeader>
      <BoxList />
    </Prefetch>
  );
}
