import "server-only";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";

/**
 * Called in every transaction that changes what boxes should run. Boxes are told to look; each one's document is
 * compiled when it does, so a change costs the same for one box and for ten thousand.
 */
export async function bumpConfigRevision(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.$executeRaw`update org set config_revision = config_revision + 1 where id = ${ctx.org.id}`;
  await notifyAllBoxes(tx, ctx.org.id, "desired");
  await notifyOrg(tx, ctx, "configs");
  await notifyOrg(tx, ctx, "boxes");
}
