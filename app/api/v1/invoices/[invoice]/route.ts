import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { deleteInvoice } from "#lib/invoices/delete.ts";
import { getInvoice } from "#lib/invoices/read.ts";
import { InvoiceDetail } from "#lib/invoices/schema.ts";

const params = z.object({ invoice: z.string() });

export const GET = route(
  { response: InvoiceDetail, permission: "invoices.read", params },
  ({ ctx, params: { invoice } }) => getInvoice(ctx, invoice),
);

export const DELETE = route(
  { response: z.null(), permission: "invoices.write", params },
  ({ ctx, params: { invoice } }) => deleteInvoice(ctx, invoice),
);
