import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { usdString } from "../money.ts";

/** Takes an imported bill away with its lines; the file can be imported again. What names stand for is kept. */
export async function deleteInvoice(ctx: Ctx, invoiceId: string): Promise<null> {
  requirePermission(ctx, "invoices.write");
  const where = { orgId: ctx.org.id, id: invoiceId };
  return withOrg(ctx, async (tx) => {
    const row = await tx.providerInvoice.findFirst({ where });
    if (!row) throw notFound("invoice");
    await tx.providerInvoice.deleteMany({ where });
    await notifyOrg(tx, ctx, "invoices");
    const { fileName, sha256, totalNanos } = row;
    const before = { fileName, sha256, totalUsd: usdString(totalNanos) };
    await appendAudit(tx, ctx, { action: "invoices.delete", targetId: invoiceId, before });
    return null;
  });
}
