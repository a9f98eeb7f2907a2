import "server-only";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { notFound } from "../errors.ts";

/**
 * Called in every transaction that changes what boxes should run. Boxes are told to look; each one's document is
 * compiled when it does, so a change costs the same for one box and for ten thousand.
 */
export async function bumpConfigRevision(tx: Tx, ctx: Ctx): Promise<void> {
  // A change that began before the organization was deleted must not leave anything behind in it.
  const count = await tx.$executeRaw`
    update org set config_revision = config_revision + 1 where id = ${ctx.org.id} and deleted_at is null`;
  if (count === 0) throw notFound("organization");
  await notifyAllBoxes(tx, ctx.org.id, "desired");
  await notifyOrg(tx, ctx, "configs");
  await notifyOrg(tx, ctx, "boxes");
}
