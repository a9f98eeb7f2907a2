import type { Ctx } from "#lib/context.ts";
import { withOrg } from "#lib/db/client.ts";
import { newId } from "#lib/id.ts";

/** A severe one of an agent, on a day of its own. Returns its id. */
export async function seedAnomaly(
  org: Ctx["org"],
  { key, day = new Date() }: { key: string; day?: Date },
): Promise<string> {
  const id = newId("anomaly");
  const amounts = { actualNanos: 90_000_000_000n, expectedNanos: 10_000_000_000n, z: 12.5 };
  const what = { dimension: "agent", key, grain: "day", day, severity: "severe" };
  await withOrg({ org }, (tx) => tx.spendAnomaly.create({ data: { id, orgId: org.id, ...what, ...amounts } }));
  return id;
}
