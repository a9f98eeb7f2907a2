import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";

/** A shared view of spend as its author would have saved it, however many they have. */
export async function seedView(org: Ctx["org"], createdById: string, name: string): Promise<string> {
  const id = newId("spendView");
  const data = { id, orgId: org.id, createdById, name, page: "explore", query: "range=7d", isShared: true };
  await withSystem((tx) => tx.spendView.create({ data }));
  return id;
}
