import "server-only";
import type { Prisma, Tx } from "../db/client.ts";
import { orgDataKey } from "../secrets/data-key.ts";
import { openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

interface KeyRow {
  orgId: string;
  connectionId: string;
  version: number;
  secret: unknown;
}

const place = ({ orgId, connectionId, version }: Omit<KeyRow, "secret">) => ({
  table: "provider_key",
  row: connectionId,
  orgId,
  version,
});

export async function storeProviderKey(tx: Tx, row: Omit<KeyRow, "secret">, apiKey: string): Promise<void> {
  const secret: Prisma.InputJsonObject = { ...sealEnvelope(apiKey, place(row), await orgDataKey(tx, row.orgId)) };
  await tx.providerKey.create({ data: { ...row, secret } });
}

/** The key in the clear: only to call the provider or to seal it to a box, never to a person. */
export async function openProviderKey(tx: Tx, row: KeyRow): Promise<string> {
  return openEnvelope(row.secret, place(row), await orgDataKey(tx, row.orgId));
}
