import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { type ImportInvoice, InvoiceDetail, InvoiceList, type MapInvoiceModel } from "./schema.ts";

export const invoiceListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "invoices", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/invoices", InvoiceList, { org, signal }),
  });

export const invoiceQuery = (org: string, invoiceId: string) =>
  queryOptions({
    queryKey: [org, "invoices", invoiceId],
    queryFn: ({ signal }) => api.get(`/api/v1/invoices/${invoiceId}`, InvoiceDetail, { org, signal }),
  });

export const importInvoice = (org: string, input: ImportInvoice) =>
  api.post("/api/v1/invoices", input, InvoiceDetail, { org });

export const deleteInvoice = (org: string, invoiceId: string) =>
  api.delete(`/api/v1/invoices/${invoiceId}`, z.null(), { org });

export const mapInvoiceModel = (org: string, invoiceId: string, input: MapInvoiceModel) =>
  api.put(`/api/v1/invoices/${invoiceId}/models`, input, InvoiceDetail, { org });
