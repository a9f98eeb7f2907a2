import type { Metadata } from "next";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { EndpointPage } from "#components/webhooks/endpoint-page.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { deliveriesQuery, webhookQuery } from "#lib/webhooks/query.ts";
import { getWebhook, listDeliveries } from "#lib/webhooks/read.ts";

type Props = { params: Promise<{ org: string; webhook: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, webhook } = await params;
  return { title: new URL((await orNotFound(getWebhook(await pageContext(org), webhook))).url).host };
}

export default async function Page({ params }: Props) {
  const { org: slug, webhook: endpointId } = await params;
  const ctx = await pageContext(slug);
  const endpoint = await orNotFound(getWebhook(ctx, endpointId));
  const firstPage = async () => ({ pages: [await listDeliveries(ctx, endpointId, {})], pageParams: [undefined] });
  return (
    <Prefetch
      sources={[
        source(webhookQuery(slug, endpointId), async () => endpoint),
        source(deliveriesQuery(slug, endpointId), firstPage),
      ]}
    >
      <EndpointPage endpointId={endpointId} />
    </Prefetch>
  );
}
