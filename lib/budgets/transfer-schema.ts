import { z } from "zod";
import { transferFormats } from "./transfer-formats.ts";

export const TransferFormat = z.enum(transferFormats);
export type TransferFormat = z.infer<typeof TransferFormat>;

export const ExportBudgets = z.object({ format: TransferFormat.default("csv") });

/** Every settable field of a budget and its id, in the order of the file. Money in US dollars, exact. */
export const transferColumns = [
  "id",
  "name",
  "provider",
  "provider_kind",
  "channel",
  "model_family",
  "box",
  "tag",
  "agent",
  "period",
  "week_start",
  "cap",
  "is_soft",
  "on_exhausted",
  "thresholds",
  "alerts_forecast",
  "raise",
  "raise_until",
  "is_paused",
  "notes",
] as const;
export type TransferColumn = (typeof transferColumns)[number];

/** `POST /api/v1/budgets/import`: all rows or none. With `dryRun` nothing is written. */
export const ImportBudgets = z.object({
  format: TransferFormat,
  text: z.string().min(1).max(200_000),
  dryRun: z.boolean().default(false),
});
export type ImportBudgets = z.output<typeof ImportBudgets>;

export const maxImportRows = 1000;

/** What an import does, or would do. Rows that change nothing are only counted. */
export const ImportResult = z.object({
  unchanged: z.int(),
  items: z.array(
    z.object({
      /** As a spreadsheet counts: the heading is row 1. In JSON the first budget is row 1. */
      row: z.int(),
      action: z.enum(["create", "change"]),
      name: z.string(),
      /** Null: would be created. */
      budgetId: z.string().nullable(),
      changes: z.array(z.object({ column: z.enum(transferColumns), before: z.string(), after: z.string() })),
    }),
  ),
});
export type ImportResult = z.infer<typeof ImportResult>;
