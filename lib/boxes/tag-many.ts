import "server-only";
import { appendAudit } from "../audit/append.ts";
import { announceBudgets } from "../budgets/create.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { maxTags, type TagBoxes } from "./schema.ts";
import { lockBoxes, type TaggedBox, writeTags } from "./tag-rows.ts";

/** Adds and removes tags of many boxes, of all of them or of none. Says how many changed; the rest had it so already. */
export async function tagBoxes(ctx: Ctx, { boxIds, add, remove }: TagBoxes): Promise<{ changed: number }> {
  requirePermission(ctx, "boxes.write");
  const ids = [...new Set(boxIds)];
  return withOrg(ctx, async (tx) => {
    const boxes = await lockBoxes(tx, ctx.org.id, ids);
    if (boxes.length < ids.length) throw notFound("box");
    const changes = boxes
      .map((box) => ({ ...box, before: box.tags, tags: changedTags(box.tags, add, remove) }))
      .filter(({ before, tags }) => before.join() !== tags.join());
    for (const box of changes) refuseTooMany(box);
    if (changes.length === 0) return { changed: 0 };
    await writeTags(tx, ctx.org.id, changes);
    await announceBudgets(tx, ctx);
    for (const { id, before, tags } of changes) {
      await appendAudit(tx, ctx, { action: "boxes.tag", targetId: id, before: { tags: before }, after: { tags } });
    }
    return { changed: changes.length };
  });
}

function changedTags(tags: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
  return [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag)).toSorted();
}

function refuseTooMany({ name, tags }: TaggedBox): void {
  if (tags.length <= maxTags) return;
  const reason = `${name} would have ${tags.length} tags; a box has at most ${maxTags}`;
  throw new AppError("invalid_input", `add: ${reason}`, [{ name: "add", reason }]);
}
