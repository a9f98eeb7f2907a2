import { api } from "../api/fetcher.ts";
import type { ImportBudgets, TransferFormat } from "./transfer-schema.ts";

/** Address of the file, for a link. */
export const exportHref = (org: string, format: TransferFormat) =>
  `/api/v1/budgets/export?${new URLSearchParams({ format, org })}`;

export const importBudgets = (org: string, input: ImportBudgets) =>
  api.post("/api/v1/budgets/import", input, async () => (await import("./transfer-schema.ts")).ImportResult, { org });
