import { route } from "#lib/api/route.ts";
import { StatementSchedule, StatementSettings } from "#lib/statements/schema.ts";
import { setStatementSchedule } from "#lib/statements/settings.ts";

export const PUT = route(
  { response: StatementSettings, permission: "spend.close", body: StatementSchedule },
  ({ ctx, body }) => setStatementSchedule(ctx, body),
);
