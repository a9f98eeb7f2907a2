import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { csvHead, csvLine } from "./csv-lines.ts";
import { maxExportRows, maxPageSize } from "./limits.ts";
import { listCalls } from "./list.ts";
import type { CallFilter } from "./schema.ts";

/**
 * The filtered attempts as CSV, newest first: the pages of the list one after the other, so that a file and a screen
 * cannot disagree. Beyond `maxExportRows` it ends; the header `x-kaihe-rows` says how many there are, `+` for more.
 */
export async function exportCalls(ctx: Ctx, filter: CallFilter): Promise<Response> {
  requirePermission(ctx, "spend.read");
  const first = await listCalls(ctx, { ...filter, limit: maxPageSize });
  const encoder = new TextEncoder();
  let page = first;
  let written = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const items = page.items.slice(0, maxExportRows - written);
      const head = written === 0 ? csvHead : "";
      controller.enqueue(encoder.encode(head + items.map(csvLine).join("")));
      written += items.length;
      if (page.next === null || written >= maxExportRows) return controller.close();
      page = await listCalls(ctx, { ...filter, limit: maxPageSize, cursor: page.next });
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  const { count = 0, isCapped = false } = first.total ?? {};
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="calls-${ctx.org.slug}-${day}.csv"`,
      "x-kaihe-rows": `${count}${isCapped ? "+" : ""}`,
      "cache-control": "no-store",
    },
  });
}
