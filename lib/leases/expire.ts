import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { system, withSystem } from "../db/system.ts";
import { presumedAtOnce, presumeLeases } from "./presume.ts";

/**
 * How long after a lease's end the console waits. The box counts by its own monotonic clock from the moment it asked, so it
 * stops before; the rest covers reports on their way.
 */
const graceMs = 10 * 60_000;

/** Run every few seconds by the worker. */
export async function expireLeases(): Promise<void> {
  const expiredBefore = new Date(Date.now() - graceMs);
  const due = await system().lease.findMany({
    where: { state: "active", expiresAt: { lt: expiredBefore } },
    distinct: ["orgId"],
    select: { orgId: true },
  });
  for (const { orgId } of due) {
    let count: number;
    do {
      count = await withSystem(async (tx) => {
        const presumed = await presumeLeases(tx, { orgId, expiredBefore });
        await notifyOrg(tx, { org: { id: orgId } }, "budgets");
        return presumed;
      });
    } while (count === presumedAtOnce);
  }
}
