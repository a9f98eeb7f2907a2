import "server-only";
import { appendAudit } from "../audit/append.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";

export async function renameBox(ctx: Ctx, boxId: string, name: string): Promise<null> {
  requirePermission(ctx, "boxes.write");
  return withOrg(ctx, async (tx) => {
    const box = await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId } });
    if (!box) throw notFound("box");
    await tx.box.updateMany({ where: { orgId: ctx.org.id, id: boxId }, data: { name } });
    // The name stands in the box's document.
    await bumpConfigRevision(tx, ctx);
    await appendAudit(tx, ctx, {
      action: "boxes.rename",
      targetId: boxId,
      before: { name: box.name },
      after: { name },
    });
    return null;
  });
}
