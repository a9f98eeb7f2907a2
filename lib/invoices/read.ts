import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { type Prisma, type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { storedModels } from "../providers/models.ts";
import { type Spend, withSpend } from "../spend/source.ts";
import { findModel, invoiceName, type KnownModel } from "./model-name.ts";
import { type Billed, type Metered, reconcile } from "./reconcile.ts";
import { type Invoice, type InvoiceDetail, InvoiceFormat, type InvoiceList, maxReconciledLines } from "./schema.ts";

const listed = 500;

const withConnection = { include: { connection: { select: { name: true } } } } as const;
type Row = Prisma.ProviderInvoiceGetPayload<typeof withConnection>;

/** The newest first. */
export async function listInvoices(ctx: Ctx): Promise<z.output<typeof InvoiceList>> {
  requirePermission(ctx, "invoices.read");
  const rows = await withOrg(ctx, (tx) =>
    tx.providerInvoice.findMany({
      where: { orgId: ctx.org.id },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: listed,
      ...withConnection,
    }),
  );
  return { items: rows.map((row) => invoiceOf(row, rows)) };
}

/** A bill against what was metered of its provider from its first to its last day, both in UTC as providers cut days. */
export async function getInvoice(ctx: Ctx, invoiceId: string): Promise<InvoiceDetail> {
  requirePermission(ctx, "invoices.read");
  const orgId = ctx.org.id;
  return withSpend(ctx, "UTC", async (spend) => {
    const row = await spend.tx.providerInvoice.findFirst({ where: { orgId, id: invoiceId }, ...withConnection });
    if (!row) throw notFound("invoice");
    const siblings = await spend.tx.providerInvoice.findMany({
      where: { orgId, connectionId: row.connectionId, firstDay: { lte: row.lastDay }, lastDay: { gte: row.firstDay } },
      ...withConnection,
    });
    const metered = await readMetered(spend, row);
    const billed = await readBilled(spend.tx, orgId, invoiceId);
    const models = await readModels(spend.tx, orgId, row.connectionId, metered);
    const mapped = await readMapped(spend.tx, orgId, row.connectionId);
    const names = [...new Set(billed.map(({ name }) => name))]
      .toSorted()
      .map((name) => ({ name, model: findModel(name, models, mapped), isMapped: mapped.has(name) }));
    const modelOf = new Map(names.map(({ name, model }) => [name, model]));
    const meant: Billed[] = billed.map((line) => ({ ...line, model: modelOf.get(line.name) ?? null }));
    const { lines, byModel, byDay } = reconcile(meant, metered);
    const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
    const [billedNanos, meteredNanos] = [
      sum(billed.map(({ costNanos }) => costNanos)),
      sum(metered.map(({ costNanos }) => costNanos)),
    ];
    return {
      ...invoiceOf(row, siblings),
      ...{ billedNanos, meteredNanos, differenceNanos: billedNanos - meteredNanos },
      ...{ lines: lines.slice(0, maxReconciledLines), lineTotal: lines.length, byModel, byDay },
      names,
      models: models.map(({ id }) => id),
    };
  });
}

function invoiceOf(row: Row, others: readonly Row[]): Invoice {
  return {
    id: row.id,
    connectionId: row.connectionId,
    connectionName: row.connection.name,
    format: InvoiceFormat.parse(row.format),
    fileName: row.fileName,
    firstDay: dayText(row.firstDay),
    lastDay: dayText(row.lastDay),
    lineCount: row.lineCount,
    totalNanos: row.totalNanos,
    createdAt: row.createdAt.toISOString(),
    overlaps: others
      .filter(
        (other) =>
          other.id !== row.id &&
          other.connectionId === row.connectionId &&
          other.firstDay <= row.lastDay &&
          other.lastDay >= row.firstDay,
      )
      .map(({ id, fileName }) => ({ id, fileName })),
  };
}

const dayText = (day: Date) => day.toISOString().slice(0, 10);

async function readMetered({ tx, days }: Spend, { connectionId, firstDay, lastDay }: Row): Promise<Metered[]> {
  const end = dayText(new Date(lastDay.getTime() + 86_400_000));
  const rows = await tx.$queryRaw<{ day: string; model: string; cost: string }[]>`
    select day::text as day, model, sum(cost_nanos)::text as cost
    from (${days(dayText(firstDay), end, ["connection_id", "model"])}) d
    where connection_id = ${connectionId} group by 1, 2`;
  return rows.map(({ day, model, cost }) => ({ day, model, costNanos: BigInt(cost) }));
}

/** By day and what of it names a model, in the spelling that names are mapped by. */
async function readBilled(tx: Tx, orgId: string, invoiceId: string): Promise<Omit<Billed, "model">[]> {
  const rows = await tx.$queryRaw<{ day: string; name: string; cost: string }[]>`
    select day::text as day, name, sum(cost_nanos)::text as cost from provider_invoice_line
    where org_id = ${orgId} and invoice_id = ${invoiceId} group by 1, 2`;
  return rows.map(({ day, name, cost }) => ({ day, name: invoiceName(name), costNanos: BigInt(cost) }));
}

/** What the connection offers, and what was metered of it though it offers it no more. */
async function readModels(
  tx: Tx,
  orgId: string,
  connectionId: string,
  metered: readonly Metered[],
): Promise<KnownModel[]> {
  const { models } = await tx.providerConnection.findFirstOrThrow({ where: { orgId, id: connectionId } });
  const offered = storedModels(models).map(({ id, basedOn }) => ({ id, basedOn }));
  const known = new Set(offered.map(({ id }) => id));
  const gone = [...new Set(metered.map(({ model }) => model))].filter((id) => id !== "" && !known.has(id));
  return [...offered, ...gone.toSorted().map((id) => ({ id, basedOn: null }))];
}

async function readMapped(tx: Tx, orgId: string, connectionId: string): Promise<Map<string, string>> {
  const rows = await tx.invoiceModelMap.findMany({ where: { orgId, connectionId } });
  return new Map(rows.map(({ name, model }) => [name, model]));
}
