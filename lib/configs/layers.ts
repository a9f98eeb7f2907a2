import "server-only";
import type { Tx } from "../db/client.ts";
import { type ConfigLayer, SettingsPatch } from "./schema.ts";

/** The newest version of a layer; version 0 and an empty patch when it was never written. */
export async function readLayer(tx: Tx, orgId: string, layer: string): Promise<ConfigLayer> {
  const row = await tx.configVersion.findFirst({ where: { orgId, layer }, orderBy: { version: "desc" } });
  return { layer, version: row?.version ?? 0, patch: SettingsPatch.parse(row?.patch ?? {}) };
}
