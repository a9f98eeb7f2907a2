import type { Metadata } from "next";
import { InvoicePage } from "#components/invoices/invoice-page.tsx";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { invoiceQuery } from "#lib/invoices/query.ts";
import { getInvoice } from "#lib/invoices/read.ts";

type Props = { params: Promise<{ org: string; invoice: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, invoice } = await params;
  return { title: (await orNotFound(getInvoice(await pageContext(org), invoice))).fileName };
}

export default async function Page({ params }: Props) {
  const { org: slug, invoice: invoiceId } = await params;
  const invoice = await orNotFound(getInvoice(await pageContext(slug), invoiceId));
  return (
    <Prefetch sources={[source(invoiceQuery(slug, invoiceId), async () => invoice)]}>
      <InvoicePage invoiceId={invoiceId} />
    </Prefetch>
  );
}
