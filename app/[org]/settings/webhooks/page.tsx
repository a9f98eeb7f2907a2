import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { CreateWebhookDialog } from "#components/webhooks/create-webhook-dialog.tsx";
import { EndpointList } from "#components/webhooks/endpoint-list.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { webhookListQuery } from "#lib/webhooks/query.ts";
import { listWebhooks } from "#lib/webhooks/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("webhooks");
  const nav = await getTranslations("nav");
  return (
    <Prefetch sources={[source(webhookListQuery(slug), () => listWebhooks(ctx))]}>
      <PageHeader
        title={t("title")}
        description={t("text")}
        back={{ href: `/${slug}/settings`, label: nav("settings") }}
      >
        <CreateWebhookDialog />
      </PageHeader>
      <EndpointList />
    </Prefetch>
  );
}
