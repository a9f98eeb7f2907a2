import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { exportStatementPdf } from "#lib/statements/export.ts";
import { StatementPdfQuery } from "#lib/statements/schema.ts";

const params = z.object({ statement: z.string() });

export const GET = route(
  { permission: "spend.read", params, query: StatementPdfQuery },
  ({ ctx, params: { statement }, query }) => exportStatementPdf(ctx, statement, query.locale),
);
