import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { exportStatementCsv } from "#lib/statements/export.ts";

const params = z.object({ statement: z.string() });

export const GET = route({ permission: "spend.read", params }, ({ ctx, params: { statement } }) =>
  exportStatementCsv(ctx, statement),
);
