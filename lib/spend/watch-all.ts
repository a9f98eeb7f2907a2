import "server-only";
import type { Ctx } from "../context.ts";
import { system } from "../db/system.ts";
import { log } from "../log.ts";
import { watchDays, watchHours } from "./watch.ts";

/** Jobs `spend.anomalies` and `spend.runaways`: every organization, one after the other; one that fails stops no other. */
export async function watchAll(grain: "day" | "hour"): Promise<void> {
  const orgs: Ctx["org"][] = await system().org.findMany({
    where: { deletedAt: null },
    select: { id: true, slug: true, name: true, timezone: true },
    orderBy: { id: "asc" },
  });
  for (const org of orgs) {
    await (grain === "day" ? watchDays(org) : watchHours(org)).catch((error) =>
      log.error({ orgId: org.id, error: String(error) }, "spend was not watched"),
    );
  }
}
