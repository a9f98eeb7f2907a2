import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { appendAudit } from "./append.ts";
import { csvHead, csvLine, jsonLine } from "./export-lines.ts";
import { readAuditRows } from "./read.ts";
import type { AuditExportQuery } from "./schema.ts";

const batchSize = 1_000;

const mimeTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

/**
 * The filtered rows, oldest first, up to and including the entry that says who took them. A thousand are in memory at a
 * time, and each thousand is a transaction of its own: rows never change, so the whole is consistent all the same.
 */
export async function exportAudit(
  ctx: Ctx,
  { format, ...filter }: z.output<typeof AuditExportQuery>,
): Promise<Response> {
  requirePermission(ctx, "audit.read");
  const last = await withOrg(ctx, async (tx) => {
    await appendAudit(tx, ctx, { action: "audit.export", after: { format, ...filter } });
    return (await tx.auditHead.findFirst({ where: { orgId: ctx.org.id } }))?.seq ?? 0n;
  });
  const line = format === "csv" ? csvLine : jsonLine;
  const encoder = new TextEncoder();
  let after = 0n;
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const range = { order: "oldest" as const, after, before: last + 1n, limit: batchSize };
      const rows = await readAuditRows(ctx, filter, range);
      const head = isFirst && format === "csv" ? csvHead : "";
      isFirst = false;
      const text = head + rows.map(line).join("");
      if (text !== "") controller.enqueue(encoder.encode(text));
      after = rows.at(-1)?.seq ?? last;
      if (rows.length < batchSize) controller.close();
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "content-type": mimeTypes[format],
      "content-disposition": `attachment; filename="audit-${ctx.org.slug}-${day}.${format}"`,
      "cache-control": "no-store",
    },
  });
}
