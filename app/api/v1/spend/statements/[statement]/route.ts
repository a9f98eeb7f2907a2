import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getStatement } from "#lib/statements/read.ts";
import { StatementDetail } from "#lib/statements/schema.ts";

const params = z.object({ statement: z.string() });

export const GET = route(
  { response: StatementDetail, permission: "spend.read", params },
  ({ ctx, params: { statement } }) => getStatement(ctx, statement),
);
