import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { toLocalKey } from "./local-key-row.ts";
import type { LocalKey } from "./schema.ts";

export async function listLocalKeys(ctx: Ctx): Promise<{ items: LocalKey[] }> {
  requirePermission(ctx, "local-keys.read");
  const where = { orgId: ctx.org.id, revokedAt: null };
  const rows = await withOrg(ctx, (tx) => tx.localKey.findMany({ where, orderBy: { createdAt: "asc" } }));
  return { items: rows.map(toLocalKey) };
}
