import "server-only";
import type { Tx } from "../db/client.ts";
import { userDataKey } from "../secrets/data-key.ts";
import { type Envelope, openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

const placeOf = (userId: string) => ({ table: "app_user", row: userId, orgId: "", version: 1 });

export async function sealTotpSecret(tx: Tx, userId: string, secret: string): Promise<Envelope> {
  return sealEnvelope(secret, placeOf(userId), await userDataKey(tx, userId));
}

export async function openTotpSecret(tx: Tx, userId: string, sealed: unknown): Promise<string> {
  return openEnvelope(sealed, placeOf(userId), await userDataKey(tx, userId));
}
