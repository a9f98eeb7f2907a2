import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import type { LeaseAnswer, LeaseRequest, LeaseResponse } from "../protocol/lease.ts";
import { grantLease } from "./grant.ts";
import { takeBack } from "./take-back.ts";

/**
 * What a box gives back, then what it asks for, all or nothing. Locks: the box, then budget periods in the order of
 * their budget ids, the same for every box, so that no two wait for each other.
 */
export async function exchangeLeases(ctx: Ctx, request: LeaseRequest): Promise<LeaseResponse> {
  const boxId = actingBox(ctx);
  const scope = { orgId: ctx.org.id, boxId, ledgerId: request.ledgerId, timezone: ctx.org.timezone };
  return withOrg(ctx, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`lease:${boxId}`}, 0))`;
    for (const back of request.returns) await takeBack(tx, boxId, back);
    const answers: LeaseAnswer[] = [];
    for (const ask of request.asks.toSorted((a, b) => (a.budgetId < b.budgetId ? -1 : 1))) {
      answers.push(await grantLease(tx, scope, ask));
    }
    await notifyOrg(tx, ctx, "budgets");
    return { answers };
  });
}
