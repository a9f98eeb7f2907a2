import { route } from "#lib/api/route.ts";
import { importInvoice } from "#lib/invoices/import.ts";
import { listInvoices } from "#lib/invoices/read.ts";
import { ImportInvoice, InvoiceDetail, InvoiceList, maxInvoiceBytes } from "#lib/invoices/schema.ts";

export const GET = route({ response: InvoiceList, permission: "invoices.read" }, ({ ctx }) => listInvoices(ctx));

export const POST = route(
  { response: InvoiceDetail, permission: "invoices.write", body: ImportInvoice, bodyLimitBytes: maxInvoiceBytes },
  ({ ctx, body }) => importInvoice(ctx, body),
);
