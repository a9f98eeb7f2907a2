import "server-only";
import type { Tx } from "../db/client.ts";
import type { SpendGroup } from "./schema.ts";

/**
 * What keys of a group are called now, by key; a box or provider that is gone keeps the name it had last, and what has no
 * name of its own is its own label.
 */
export async function readLabels(
  tx: Tx,
  orgId: string,
  { group, keys }: { group: SpendGroup; keys: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const which = { where: { orgId, id: { in: [...keys] } }, select: { id: true, name: true } };
  if (group === "provider") return nameById(await tx.providerConnection.findMany(which));
  if (group === "box") return nameById(await tx.box.findMany(which));
  return new Map();
}

function nameById(rows: readonly { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
