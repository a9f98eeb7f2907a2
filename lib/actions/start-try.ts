import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyBox } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { newId } from "../id.ts";
import { enqueue } from "../jobs/enqueue.ts";
import type { TryInput } from "../protocol/action.ts";

/** Longer than any box waits for a model's first byte. */
const patienceSeconds = 150;

/** Asks a box to send a prompt through its own gateway. The prompt is stored only until the box has answered. */
export async function startTry(ctx: Ctx, boxId: string, input: TryInput): Promise<{ id: string }> {
  requirePermission(ctx, "boxes.try");
  return withOrg(ctx, async (tx) => {
    const box = await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId, status: "active" } });
    if (!box) throw notFound("box");
    if (box.presence !== "online") throw new AppError("box_offline", "The box is not online, so it cannot answer.");
    const id = newId("action");
    await tx.boxAction.create({ data: { id, orgId: ctx.org.id, boxId, kind: "try", input } });
    await notifyBox(tx, ctx.org.id, boxId, "action");
    await enqueue(
      tx,
      "actions.expire",
      { orgId: ctx.org.id, actionId: id },
      { key: id, delaySeconds: patienceSeconds },
    );
    await appendAudit(tx, ctx, { action: "boxes.try", targetId: boxId, after: { model: input.model } });
    return { id };
  });
}
