import "server-only";
import type { z } from "zod";
import { actingBox, type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { ActionsResponse } from "../protocol/action.ts";
import { ActionState } from "./schema.ts";

export async function getAction(ctx: Ctx, actionId: string): Promise<ActionState> {
  requirePermission(ctx, "boxes.try");
  const row = await withOrg(ctx, (tx) => tx.boxAction.findFirst({ where: { orgId: ctx.org.id, id: actionId } }));
  if (!row) throw notFound("action");
  return ActionState.parse({ id: row.id, status: row.status, output: row.output ?? undefined });
}

/** What this box still has to do, oldest first. Reading marks it as running; it is read again after a reconnect. */
export async function takeActions(ctx: Ctx): Promise<z.output<typeof ActionsResponse>> {
  const boxId = actingBox(ctx);
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, boxId, status: { in: ["queued", "running"] as ("queued" | "running")[] } };
    const rows = await tx.boxAction.findMany({ where, orderBy: { createdAt: "asc" }, take: 20 });
    await tx.boxAction.updateMany({
      where: { orgId: ctx.org.id, id: { in: rows.map((row) => row.id) }, status: "queued" },
      data: { status: "running" },
    });
    return ActionsResponse.parse({ actions: rows.map((row) => ({ id: row.id, kind: row.kind, input: row.input })) });
  });
}
