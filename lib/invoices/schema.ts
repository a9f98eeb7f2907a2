import { z } from "zod";
import { idOf, Nanos } from "../protocol/scalars.ts";
import { SignedNanos } from "../spend/metrics-schema.ts";

export const invoiceFormats = ["openai", "anthropic", "azure", "plain"] as const;
export const InvoiceFormat = z.enum(invoiceFormats);
export type InvoiceFormat = z.infer<typeof InvoiceFormat>;

export const maxInvoiceRows = 50_000;
/** Of the request, which carries the file as text in JSON. */
export const maxInvoiceBytes = 10 * 1024 * 1024;

/** `POST /api/v1/invoices`: all rows or none. The kind of file is known by its heading. */
export const ImportInvoice = z.object({
  connectionId: idOf("prv"),
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(maxInvoiceBytes),
});
export type ImportInvoice = z.output<typeof ImportInvoice>;

export const Invoice = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  format: InvoiceFormat,
  fileName: z.string(),
  /** Both included, UTC. */
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  lineCount: z.int(),
  totalNanos: SignedNanos,
  createdAt: z.iso.datetime(),
  /** Others of the same provider whose days overlap: both bill these days. */
  overlaps: z.array(z.object({ id: z.string(), fileName: z.string() })),
});
export type Invoice = z.infer<typeof Invoice>;

/** `GET /api/v1/invoices`: the newest five hundred. */
export const InvoiceList = z.object({ items: z.array(Invoice) });

export const invoiceStatuses = [
  /** Within a cent or a thousandth. */
  "equal",
  /** More was billed than metered. */
  "over",
  "under",
  /** Billed, and no call of the model was metered that day. */
  "no_usage",
  /** Metered, and the bill says nothing of it. */
  "not_billed",
  /** What the bill calls it is no model of the provider, as far as anybody said. */
  "unknown_model",
] as const;
export const InvoiceStatus = z.enum(invoiceStatuses);
export type InvoiceStatus = z.infer<typeof InvoiceStatus>;

const Amounts = z.object({ billedNanos: SignedNanos, meteredNanos: Nanos, differenceNanos: SignedNanos });

/** One day and model; `name` is the model, or what the bill calls it where `model` is null. */
export const ReconciledLine = Amounts.extend({
  day: z.iso.date(),
  model: z.string().nullable(),
  name: z.string(),
  isBilled: z.boolean(),
  isMetered: z.boolean(),
  status: InvoiceStatus,
});
export type ReconciledLine = z.infer<typeof ReconciledLine>;

/** Of a model over all days, or of a day (its `name`) over all models. */
export const ReconciledSum = Amounts.extend({ model: z.string().nullable(), name: z.string() });
export type ReconciledSum = z.infer<typeof ReconciledSum>;

/** Days and models that an answer has; the sums are of all of them. */
export const maxReconciledLines = 5000;

export const InvoiceDetail = Invoice.extend({
  ...Amounts.shape,
  lines: z.array(ReconciledLine),
  /** How many lines there are in all. */
  lineTotal: z.int(),
  byModel: z.array(ReconciledSum),
  byDay: z.array(ReconciledSum),
  /** What the bill calls things, as it is mapped, and the model that is meant; null: nobody said. */
  names: z.array(z.object({ name: z.string(), model: z.string().nullable(), isMapped: z.boolean() })),
  /** Models that a name can be mapped to. */
  models: z.array(z.string()),
});
export type InvoiceDetail = z.infer<typeof InvoiceDetail>;

/** `PUT /api/v1/invoices/{id}/models`: of every invoice of the provider. Null takes it back. */
export const MapInvoiceModel = z.object({
  name: z.string().min(1).max(256),
  model: z.string().min(1).max(128).nullable(),
});
export type MapInvoiceModel = z.output<typeof MapInvoiceModel>;
