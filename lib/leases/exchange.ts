import "server-only";
import { enqueueEvaluation } from "../alerts/enqueue-evaluation.ts";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { newId } from "../id.ts";
import type { LeaseRequest, LeaseResponse } from "../protocol/lease.ts";
import { exchangeIn } from "./exchange-in.ts";
import { postgresStore } from "./postgres-store.ts";
import { recallStock } from "./recall.ts";

/** What a box gives back, then what it asks for, all or nothing. */
export async function exchangeLeases(ctx: Ctx, request: LeaseRequest): Promise<LeaseResponse> {
  const boxId = actingBox(ctx);
  return withOrg(ctx, async (tx) => {
    // Delivered at the commit; said now, because from the grant on others wait for the same budgets.
    await notifyOrg(tx, ctx, "budgets");
    const store = postgresStore(tx, ctx);
    const { response, scarcePeriods } = await exchangeIn(store, boxId, { request, newLeaseId: () => newId("lease") });
    await recallStock(tx, ctx, { boxId, periodIds: scarcePeriods });
    const refused = response.answers.filter(({ result, isRecalled }) => result === "exhausted" && !isRecalled);
    if (refused.length > 0)
      await enqueueEvaluation(
        tx,
        ctx.org.id,
        refused.map(({ budgetId }) => budgetId),
      );
    return response;
  });
}
