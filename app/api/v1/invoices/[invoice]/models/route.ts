import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { mapInvoiceModel } from "#lib/invoices/map-model.ts";
import { InvoiceDetail, MapInvoiceModel } from "#lib/invoices/schema.ts";

const params = z.object({ invoice: z.string() });

export const PUT = route(
  { response: InvoiceDetail, permission: "invoices.write", params, body: MapInvoiceModel },
  ({ ctx, params: { invoice }, body }) => mapInvoiceModel(ctx, invoice, body),
);
