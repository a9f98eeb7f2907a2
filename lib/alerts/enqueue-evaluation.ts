import "server-only";
import type { Tx } from "../db/client.ts";
import { enqueue } from "../jobs/enqueue.ts";

const debounceSeconds = 2;

/**
 * Looks at the organization's budgets a moment after the commit: once for all that happens within two seconds, and never
 * put off by what happens after them. Last in a transaction, as transactions of one organization wait for each other here.
 * `refused`: budgets of which a box was just told that what it needs is not free.
 */
export async function enqueueEvaluation(tx: Tx, orgId: string, refused: readonly string[] = []): Promise<void> {
  const slot = Math.floor(Date.now() / (debounceSeconds * 1000));
  for (const refusedId of refused.length === 0 ? [null] : refused.toSorted()) {
    // The budget is in the key, so that a second refusal does not displace the first.
    const key = `${orgId}:${slot}:${refusedId ?? ""}`;
    await enqueue(tx, "alerts.evaluate", { orgId, refusedId }, { key, delaySeconds: debounceSeconds });
  }
}
