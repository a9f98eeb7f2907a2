import "server-only";
import { type Envelope, openEnvelope, sealEnvelope } from "../secrets/envelope.ts";

const placeOf = (userId: string) => ({ table: "app_user", row: userId, orgId: "", version: 1 });

export function sealTotpSecret(userId: string, secret: string): Envelope {
  return sealEnvelope(secret, placeOf(userId));
}

export function openTotpSecret(userId: string, sealed: unknown): string {
  return openEnvelope(sealed, placeOf(userId));
}
