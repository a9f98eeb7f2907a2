import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { cellsOf } from "./transfer-cells.ts";
import type { TransferFormat } from "./transfer-schema.ts";
import { writeRows } from "./transfer-text.ts";
import { readWorld } from "./transfer-world.ts";

const mimeTypes = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

/** All budgets as a file that the import takes. */
export async function exportBudgets(ctx: Ctx, format: TransferFormat): Promise<Response> {
  requirePermission(ctx, "budgets.read");
  const world = await withOrg(ctx, (tx) => readWorld(tx, ctx));
  const text = writeRows(
    format,
    world.budgets.map((budget) => cellsOf(budget, world)),
  );
  const day = world.now.toISOString().slice(0, 10);
  return new Response(text, {
    headers: {
      "content-type": mimeTypes[format],
      "content-disposition": `attachment; filename="budgets-${ctx.org.slug}-${day}.${format}"`,
      "cache-control": "no-store",
    },
  });
}
