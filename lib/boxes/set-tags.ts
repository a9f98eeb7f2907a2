import "server-only";
import { appendAudit } from "../audit/append.ts";
import { announceBudgets } from "../budgets/create.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { BoxTags } from "./schema.ts";
import { lockBoxes, writeTags } from "./tag-rows.ts";

/** The tags of one box from now on, all of them. Budgets of a group apply to whoever carries its tag, so boxes are told. */
export async function setBoxTags(ctx: Ctx, boxId: string, tags: BoxTags): Promise<BoxTags> {
  requirePermission(ctx, "boxes.write");
  return withOrg(ctx, async (tx) => {
    const [box] = await lockBoxes(tx, ctx.org.id, [boxId]);
    if (!box) throw notFound("box");
    await writeTags(tx, ctx.org.id, [{ id: boxId, tags }]);
    await announceBudgets(tx, ctx);
    await appendAudit(tx, ctx, {
      action: "boxes.tag",
      targetId: boxId,
      before: { tags: box.tags },
      after: { tags },
    });
    return tags;
  });
}
