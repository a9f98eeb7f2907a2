import { route } from "#lib/api/route.ts";
import { StatementMail, StatementSettings } from "#lib/statements/schema.ts";
import { setStatementMail } from "#lib/statements/settings.ts";

export const PUT = route(
  { response: StatementSettings, permission: "spend.close", body: StatementMail },
  ({ ctx, body }) => setStatementMail(ctx, body),
);
