import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { stringifyWire } from "../money.ts";
import type { ActionResult } from "../protocol/action.ts";

/** Ends an action once and forgets its prompt; later answers change nothing. */
async function end(
  tx: Tx,
  orgId: string,
  actionId: string,
  boxId: string | undefined,
  result: ActionResult,
): Promise<void> {
  const output: Prisma.InputJsonObject = JSON.parse(stringifyWire(result.output));
  const ended = await tx.boxAction.updateMany({
    where: { orgId, id: actionId, ...(boxId === undefined ? {} : { boxId }), status: { in: ["queued", "running"] } },
    data: { status: result.status, output, input: Prisma.DbNull, finishedAt: new Date() },
  });
  if (ended.count > 0) await notifyOrg(tx, { org: { id: orgId } }, "actions", actionId);
}

export async function finishAction(ctx: Ctx, actionId: string, result: ActionResult): Promise<null> {
  const boxId = actingBox(ctx);
  await withOrg(ctx, (tx) => end(tx, ctx.org.id, actionId, boxId, result));
  return null;
}

/** Job `actions.expire`: nobody should wait for a box that went away. */
export function expireAction(orgId: string, actionId: string): Promise<void> {
  const output = { code: "no_answer", message: "The box did not answer in time." };
  return withSystem((tx) => end(tx, orgId, actionId, undefined, { status: "failed", output }));
}
