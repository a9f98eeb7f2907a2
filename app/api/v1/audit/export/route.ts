import { route } from "#lib/api/route.ts";
import { exportAudit } from "#lib/audit/export.ts";
import { AuditExportQuery } from "#lib/audit/schema.ts";

export const GET = route({ permission: "audit.read", query: AuditExportQuery }, ({ ctx, query }) =>
  exportAudit(ctx, query),
);
