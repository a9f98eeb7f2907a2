import { queryOptions } from "@tanstack/react-query";
import { api, nothing } from "../api/fetcher.ts";
import type { ImportInvoice, MapInvoiceModel } from "./schema.ts";

export const invoiceListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "invoices", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/invoices", async () => (await import("./schema.ts")).InvoiceList, { org, signal }),
  });

export const invoiceQuery = (org: string, invoiceId: string) =>
  queryOptions({
    queryKey: [org, "invoices", invoiceId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/invoices/${invoiceId}`, async () => (await import("./schema.ts")).InvoiceDetail, {
        org,
        signal,
      }),
  });

export const importInvoice = (org: string, input: ImportInvoice) =>
  api.post("/api/v1/invoices", input, async () => (await import("./schema.ts")).InvoiceDetail, { org });

export const deleteInvoice = (org: string, invoiceId: string) =>
  api.delete(`/api/v1/invoices/${invoiceId}`, nothing, { org });

export const mapInvoiceModel = (org: string, invoiceId: string, input: MapInvoiceModel) =>
  api.put(`/api/v1/invoices/${invoiceId}/models`, input, async () => (await import("./schema.ts")).InvoiceDetail, {
    org,
  });
