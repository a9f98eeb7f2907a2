import "server-only";
import { createHash } from "node:crypto";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { actorId, type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { newId } from "../id.ts";
import { usdString } from "../money.ts";
import { type Parsed, type ParsedLine, parseInvoice } from "./parse.ts";
import { getInvoice } from "./read.ts";
import type { ImportInvoice, InvoiceDetail } from "./schema.ts";

/** Takes over a provider's bill, every row of it or none; the same file is taken once. */
export async function importInvoice(ctx: Ctx, { connectionId, fileName, text }: ImportInvoice): Promise<InvoiceDetail> {
  requirePermission(ctx, "invoices.write");
  const sha256 = createHash("sha256").update(text).digest("hex");
  const orgId = ctx.org.id;
  const id = await withOrg(ctx, async (tx) => {
    // Of two imports of one file at once the second waits here and then finds the first.
    const [connection] = await tx.$queryRaw<{ kind: string; baseUrl: string }[]>`
      select kind, base_url as "baseUrl" from provider_connection
      where org_id = ${orgId} and id = ${connectionId} and deleted_at is null for update`;
    if (!connection) throw notFound("provider");
    await refuseKnown(tx, orgId, sha256);
    const parsed = parseInvoice(text, { resource: azureResource(connection) });
    if ("faults" in parsed) throw refusal(parsed);
    const { lines, format, skipped } = parsed;
    const days = lines.map(({ day }) => day).toSorted();
    const [firstDay = "", lastDay = ""] = [days[0], days.at(-1)];
    const totalNanos = lines.reduce((sum, { costNanos }) => sum + costNanos, 0n);
    const invoiceId = newId("invoice");
    await tx.providerInvoice.create({
      data: {
        ...{ orgId, id: invoiceId, connectionId, format, fileName, sha256, totalNanos },
        ...{ firstDay: new Date(firstDay), lastDay: new Date(lastDay), lineCount: lines.length },
        createdBy: actorId(ctx.actor),
      },
    });
    await insertLines(tx, orgId, invoiceId, lines);
    await notifyOrg(tx, ctx, "invoices");
    const after = { connectionId, fileName, format, sha256, firstDay, lastDay, lines: lines.length, skipped };
    await appendAudit(tx, ctx, {
      action: "invoices.import",
      targetId: invoiceId,
      after: { ...after, totalUsd: usdString(totalNanos) },
    });
    return invoiceId;
  });
  return getInvoice(ctx, id);
}

async function refuseKnown(tx: Tx, orgId: string, sha256: string): Promise<void> {
  const known = await tx.providerInvoice.findFirst({ where: { orgId, sha256 } });
  if (!known) return;
  const when = known.createdAt.toISOString().slice(0, 10);
  const detail = `This file was imported on ${when} as ${known.fileName} (${known.id}).`;
  throw new AppError("invoice_known", detail, [{ name: "text", reason: known.id }]);
}

function refusal({ faults, faultCount }: Extract<Parsed, { faults: unknown }>): AppError {
  const params = faults.map(({ row, column, reason }) => {
    const place = [row === null ? null : `row ${row}`, column].filter((part) => part !== null);
    return { name: place.join(", ") || "text", reason };
  });
  const more = faultCount > faults.length ? `; and ${faultCount - faults.length} more` : "";
  return new AppError(
    "invalid_input",
    `${params.map(({ name, reason }) => `${name}: ${reason}`).join("; ")}${more}`,
    params,
  );
}

/** One statement: fifty thousand rows are a few megabytes. */
async function insertLines(tx: Tx, orgId: string, invoiceId: string, lines: readonly ParsedLine[]): Promise<void> {
  await tx.$executeRaw`
    insert into provider_invoice_line (org_id, invoice_id, row, day, name, quantity, cost_nanos)
    select ${orgId}, ${invoiceId}, l.row, l.day::date, l.name, l.quantity, l.cost::bigint
    from unnest(${lines.map(({ row }) => row)}::int[], ${lines.map(({ day }) => day)}::text[],
      ${lines.map(({ name }) => name)}::text[], ${lines.map(({ quantity }) => quantity)}::text[],
      ${lines.map(({ costNanos }) => costNanos.toString())}::text[]) as l(row, day, name, quantity, cost)`;
}

/** "acme" of https://acme.openai.azure.com; null elsewhere, where nobody can tell whose rows they are. */
function azureResource({ kind, baseUrl }: { kind: string; baseUrl: string }): string | null {
  const { hostname } = new URL(baseUrl);
  return kind === "azure_openai" && hostname.endsWith(".azure.com") ? (hostname.split(".")[0] ?? null) : null;
}
