import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { writeOffLease } from "../leases/write-off.ts";
import type { WrittenOff } from "./schema.ts";

/** An admin says that a box will never report: what it is presumed to have spent is free again. */
export async function writeOff(ctx: Ctx, budgetId: string, leaseId: string): Promise<WrittenOff> {
  requirePermission(ctx, "budgets.write");
  // It may have been spent: money that was counted can be spent a second time.
  requireRecentSignIn(ctx);
  return withOrg(ctx, async (tx) => {
    const lease = await tx.lease.findFirst({
      where: { orgId: ctx.org.id, id: leaseId, period: { budgetId, budget: { deletedAt: null } } },
      include: { box: { select: { name: true } }, period: { select: { budget: { select: { name: true } } } } },
    });
    if (!lease) throw notFound("lease");
    const result = lease.state === "presumed" ? await writeOffLease(tx, leaseId) : null;
    if (!result) throw new AppError("lease_not_presumed", "Only a lease that is presumed spent can be written off.");
    await notifyOrg(tx, ctx, "budgets");
    await appendAudit(tx, ctx, {
      action: "leases.write-off",
      targetId: leaseId,
      after: {
        name: lease.period.budget.name,
        budgetId,
        boxName: lease.box.name,
        writtenOffNanos: result.writtenOffNanos.toString(),
      },
    });
    return result;
  });
}
