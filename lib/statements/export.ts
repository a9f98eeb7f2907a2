import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { Locale } from "../i18n/locale.ts";
import { statementCsv } from "./csv.ts";
import { printStatement } from "./pdf/print.ts";
import { StatementContent } from "./schema.ts";

/** The byte order mark lets spreadsheets read names as UTF-8. */
export async function exportStatementCsv(ctx: Ctx, statementId: string): Promise<Response> {
  const { content } = await readFrozen(ctx, statementId);
  return fileOf(ctx, content, {
    body: `\uFEFF${statementCsv(content)}`,
    type: "text/csv; charset=utf-8",
    ending: "csv",
  });
}

export async function exportStatementPdf(ctx: Ctx, statementId: string, locale: Locale): Promise<Response> {
  const { content, contentHash } = await readFrozen(ctx, statementId);
  const body = new Uint8Array(await printStatement(content, contentHash, locale));
  return fileOf(ctx, content, { body, type: "application/pdf", ending: "pdf" });
}

async function readFrozen(ctx: Ctx, id: string): Promise<{ content: StatementContent; contentHash: string }> {
  requirePermission(ctx, "spend.read");
  const row = await withOrg(ctx, (tx) => tx.spendStatement.findFirst({ where: { orgId: ctx.org.id, id } }));
  if (!row) throw notFound("statement");
  return { content: StatementContent.parse(row.content), contentHash: row.contentHash };
}

function fileOf(
  { org }: Ctx,
  { month }: StatementContent,
  { body, type, ending }: { body: string | Uint8Array<ArrayBuffer>; type: string; ending: string },
): Response {
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="statement-${org.slug}-${month}.${ending}"`,
      "cache-control": "no-store",
    },
  });
}
