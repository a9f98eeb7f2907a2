import { csvField } from "../csv-field.ts";
import { usdString } from "../money.ts";
import { tokenBuckets } from "../protocol/token-buckets.ts";
import type { Call } from "./schema.ts";

/** Column names of the CSV, in order. Money in US dollars, exact; times in UTC. */
const columns = [
  "time",
  "call_id",
  "attempt",
  "reason",
  "kind",
  "surface",
  "route",
  "provider",
  "provider_id",
  "model",
  "box",
  "box_id",
  "caller",
  "run_id",
  "status",
  "error_class",
  "http_status",
  ...tokenBuckets.map((bucket) => `${bucket.replaceAll(/[A-Z0-9]+/g, (part) => `_${part.toLowerCase()}`)}_tokens`),
  "first_token_ms",
  "latency_ms",
  "cost_usd",
  "saved_usd",
  "is_estimated",
  "id",
] as const;

/** The BOM makes spreadsheets read it as UTF-8. */
export const csvHead = `\uFEFF${columns.join(",")}\r\n`;

/** RFC 4180; what a spreadsheet would run as a formula is made plain. */
export function csvLine(call: Call): string {
  const cells = [
    call.occurredAt,
    call.callId,
    call.attempt,
    call.reason,
    call.kind,
    call.surface,
    call.route,
    call.connectionName,
    call.connectionId,
    call.model,
    call.boxName,
    call.boxId,
    call.caller,
    call.runId ?? "",
    call.status,
    call.errorClass ?? "",
    call.httpStatus ?? "",
    ...tokenBuckets.map((bucket) => call.tokens[bucket]),
    call.firstTokenMs ?? "",
    call.latencyMs,
    usdString(call.costNanos),
    usdString(call.savedNanos),
    call.isEstimated,
    call.id,
  ];
  return `${cells.map((cell) => csvField(String(cell))).join(",")}\r\n`;
}
