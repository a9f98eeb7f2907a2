import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ProviderPage } from "#components/providers/provider-page.tsx";
import { loadProviderParams } from "#components/providers/search-params.ts";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { getProviderHealth } from "#lib/providers/health.ts";
import { providerHealthQuery, providerQuery } from "#lib/providers/query.ts";
import { getProvider } from "#lib/providers/read-detail.ts";

type Props = { params: Promise<{ org: string; provider: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, provider } = await params;
  return { title: (await orNotFound(getProvider(await pageContext(org), provider))).name };
}

export default async function Page({ params, searchParams }: Props) {
  const { org: slug, provider: providerId } = await params;
  const { range } = await loadProviderParams(searchParams);
  const ctx = await pageContext(slug);
  const provider = await orNotFound(getProvider(ctx, providerId));
  return (
    <Prefetch
      sources={[
        source(providerQuery(slug, providerId), async () => provider),
        source(providerHealthQuery(slug, providerId, range), () => getProviderHealth(ctx, providerId, range)),
      ]}
    >
      <ProviderPage providerId={providerId} />
    </Prefetch>
  );
}
