import { route } from "#lib/api/route.ts";
import { listAudit } from "#lib/audit/read.ts";
import { AuditPage, AuditQuery } from "#lib/audit/schema.ts";

export const GET = route({ response: AuditPage, permission: "audit.read", query: AuditQuery }, ({ ctx, query }) =>
  listAudit(ctx, query),
);
