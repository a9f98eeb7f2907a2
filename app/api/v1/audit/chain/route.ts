import { route } from "#lib/api/route.ts";
import { ChainState } from "#lib/audit/schema.ts";
import { verifyAudit } from "#lib/audit/verify-mine.ts";

export const GET = route({ permission: "audit.read", limit: "audit.verify", response: ChainState }, ({ ctx }) =>
  verifyAudit(ctx),
);
