import "server-only";
import { notifyBox } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";

const pauseMs = 2000;
/** Enough to make room for a call, few enough that ten thousand boxes are not woken for it. */
const mostHolders = 20;

/** When a period's holders were last asked, by this process: others may ask too, which does no harm. */
const askedAt = new Map<string, number>();

/**
 * Somebody lacks money that others may hold unused: the boxes with the most of it ask about their budgets at once, learn
 * that money is scarce, and give back what they are not about to spend.
 */
export async function recallStock(
  tx: Tx,
  ctx: Ctx,
  { boxId, periodIds }: { boxId: string; periodIds: readonly string[] },
): Promise<void> {
  const now = Date.now();
  const due = periodIds.filter((id) => now - (askedAt.get(id) ?? 0) >= pauseMs);
  if (due.length === 0) return;
  if (askedAt.size > 10_000) askedAt.clear();
  for (const id of due) askedAt.set(id, now);
  const holders = await tx.$queryRaw<{ box_id: string }[]>`
    select distinct box_id from (
      select l.box_id from lease l
      where l.org_id = ${ctx.org.id} and l.period_id = any(${due}) and l.state = 'active' and l.box_id <> ${boxId}
        and l.granted_nanos - l.spent_nanos - l.returned_nanos > 0
      order by l.granted_nanos - l.spent_nanos - l.returned_nanos desc
      limit ${mostHolders}) as most`;
  for (const holder of holders) await notifyBox(tx, ctx.org.id, holder.box_id, "lease");
}
