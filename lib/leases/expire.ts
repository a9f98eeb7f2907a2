import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { withSystem } from "../db/system.ts";
import { presumeLeases } from "./presume.ts";

/**
 * How long after a lease's end the console waits. The box counts by its own monotonic clock from the moment of the
 * answer, so it stops before; the rest covers reports on their way.
 */
const graceMs = 10 * 60_000;

/** Run every few seconds by the worker. */
export function expireLeases(): Promise<void> {
  return withSystem(async (tx) => {
    const orgIds = await presumeLeases(tx, { expiredBefore: new Date(Date.now() - graceMs) });
    for (const id of orgIds) await notifyOrg(tx, { org: { id } }, "budgets");
  });
}
