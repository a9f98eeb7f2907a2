import "server-only";
import type { Prisma, Tx } from "../db/client.ts";
import { orgDataKey } from "../secrets/data-key.ts";
import { openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

interface Place {
  orgId: string;
  endpointId: string;
  version: number;
}

const place = ({ orgId, endpointId, version }: Place) => ({
  table: "webhook_endpoint",
  row: endpointId,
  orgId,
  version,
});

export async function sealWebhookSecret(tx: Tx, at: Place, secret: string): Promise<Prisma.InputJsonObject> {
  return { ...sealEnvelope(secret, place(at), await orgDataKey(tx, at.orgId)) };
}

interface SecretRow {
  id: string;
  orgId: string;
  secretVersion: number;
  secret: unknown;
  previousSecret: unknown;
  previousUntil: Date | null;
}

/** The secrets that sign now, newest first. Only to sign with, never for a person. */
export async function openWebhookSecrets(tx: Tx, row: SecretRow, now: Date): Promise<string[]> {
  const dataKey = await orgDataKey(tx, row.orgId);
  const open = (stored: unknown, version: number) =>
    openEnvelope(stored, place({ orgId: row.orgId, endpointId: row.id, version }), dataKey);
  const secrets = [open(row.secret, row.secretVersion)];
  if (row.previousUntil && row.previousUntil > now) secrets.push(open(row.previousSecret, row.secretVersion - 1));
  return secrets;
}
