import { route } from "#lib/api/route.ts";
import { closeMonth } from "#lib/statements/close.ts";
import { listStatements } from "#lib/statements/read.ts";
import { CloseMonth, StatementDetail, StatementList } from "#lib/statements/schema.ts";

export const GET = route({ response: StatementList, permission: "spend.read" }, ({ ctx }) => listStatements(ctx));

export const POST = route({ response: StatementDetail, permission: "spend.close", body: CloseMonth }, ({ ctx, body }) =>
  closeMonth(ctx, body),
);
