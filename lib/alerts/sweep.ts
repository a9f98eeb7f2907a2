import "server-only";
import { system, withSystem } from "../db/system.ts";
import { enqueueEvaluation } from "./enqueue-evaluation.ts";

/**
 * Job `alerts.sweep`: what no ingest announces, such as a lease that expired unreported, a raise that ended, or a forecast
 * that grew with the days, is seen within minutes.
 */
export async function sweepAlerts(): Promise<void> {
  const orgs = await system().org.findMany({
    where: { deletedAt: null, OR: [{ budgets: { some: { deletedAt: null } } }, { boxes: { some: {} } }] },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of orgs) await withSystem((tx) => enqueueEvaluation(tx, id));
}
