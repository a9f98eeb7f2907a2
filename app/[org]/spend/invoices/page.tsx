import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvoicesPage } from "#components/invoices/invoices-page.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { invoiceListQuery } from "#lib/invoices/query.ts";
import { listInvoices } from "#lib/invoices/read.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invoices");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  return (
    <Prefetch
      sources={[
        source(invoiceListQuery(slug), () => listInvoices(ctx)),
        source(providerListQuery(slug), () => listProviders(ctx)),
      ]}
    >
      <InvoicesPage />
    </Prefetch>
  );
}
