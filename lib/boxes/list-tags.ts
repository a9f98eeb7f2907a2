import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import type { TagCount } from "./schema.ts";

/** Every tag that a box in use carries. */
export async function listTags(ctx: Ctx): Promise<{ items: TagCount[] }> {
  requirePermission(ctx, "boxes.read");
  const rows = await withOrg(
    ctx,
    (tx) => tx.$queryRaw<{ tag: string; boxes: bigint }[]>`
      select tag, count(*) as boxes from box, unnest(tags) as tag
      where org_id = ${ctx.org.id} and status = 'active' group by tag order by tag`,
  );
  return { items: rows.map(({ tag, boxes }) => ({ tag, boxes: Number(boxes) })) };
}
