import { route } from "#lib/api/route.ts";
import { StatementSettings } from "#lib/statements/schema.ts";
import { getStatementSettings } from "#lib/statements/settings.ts";

export const GET = route({ response: StatementSettings, permission: "spend.read" }, ({ ctx }) =>
  getStatementSettings(ctx),
);
