import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { invoiceName } from "./model-name.ts";
import { getInvoice } from "./read.ts";
import type { InvoiceDetail, MapInvoiceModel } from "./schema.ts";

/** Says which model a provider's invoices mean by a name, those to come too. */
export async function mapInvoiceModel(
  ctx: Ctx,
  invoiceId: string,
  { name: given, model }: MapInvoiceModel,
): Promise<InvoiceDetail> {
  requirePermission(ctx, "invoices.write");
  const { connectionId, models } = await getInvoice(ctx, invoiceId);
  const name = invoiceName(given);
  if (model !== null && !models.includes(model)) {
    const reason = `no model of this provider; it has ${models.slice(0, 20).join(", ") || "none"}`;
    throw new AppError("invalid_input", `model: ${reason}`, [{ name: "model", reason }]);
  }
  const orgId = ctx.org.id;
  await withOrg(ctx, async (tx) => {
    const key = { orgId, connectionId, name };
    const before = await tx.invoiceModelMap.findFirst({ where: key });
    await tx.invoiceModelMap.deleteMany({ where: key });
    if (model !== null) await tx.invoiceModelMap.create({ data: { ...key, model } });
    await notifyOrg(tx, ctx, "invoices");
    await appendAudit(tx, ctx, {
      action: "invoices.map_model",
      targetId: connectionId,
      before: { name, model: before?.model ?? null },
      after: { name, model },
    });
  });
  return getInvoice(ctx, invoiceId);
}
