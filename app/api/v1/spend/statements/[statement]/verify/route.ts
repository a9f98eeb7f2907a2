import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { StatementCheck } from "#lib/statements/schema.ts";
import { verifyStatement } from "#lib/statements/verify.ts";

const params = z.object({ statement: z.string() });

export const GET = route(
  { response: StatementCheck, permission: "spend.read", params },
  ({ ctx, params: { statement } }) => verifyStatement(ctx, statement),
);
