import "server-only";
import { enqueueEvaluation } from "../alerts/enqueue-evaluation.ts";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { isOutOfRange } from "../db/out-of-range.ts";
import { AppError } from "../errors.ts";
import { postgresStore } from "../leases/postgres-store.ts";
import type { UsageAnswer, UsageBatch } from "../protocol/usage.ts";
import { ingestIn } from "./ingest-in.ts";
import { postgresUsageStore } from "./postgres-store.ts";

/** One batch of a box, in one transaction; see ingestIn. */
export function ingestUsage(ctx: Ctx, batch: UsageBatch): Promise<UsageAnswer> {
  const boxId = actingBox(ctx);
  return orTooLarge(
    withOrg(ctx, async (tx) => {
      const stores = { leases: postgresStore(tx, ctx), usage: postgresUsageStore(tx, ctx.org.id) };
      const answer = await ingestIn(stores, boxId, { batch, receivedAtMs: Date.now() });
      if (answer.accepted > 0) {
        await notifyOrg(tx, ctx, "spend");
        await notifyOrg(tx, ctx, "budgets");
        await enqueueEvaluation(tx, ctx.org.id);
      }
      return answer;
    }),
  );
}

/** Costs that no column can sum up are refused as the box's mistake: it sends the events one by one and drops the worst. */
async function orTooLarge<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    const reason = "costs or tokens are too large to be added up";
    throw new AppError("invalid_input", `events: ${reason}`, [{ name: "events", reason }]);
  }
}
