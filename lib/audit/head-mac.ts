import "server-only";
import { createHmac } from "node:crypto";
import { deriveKey } from "../secrets/derive.ts";

/** Ties the newest link of a chain to a key outside the database, so that a cut-off end is noticed. */
export function headMac({ orgId, seq, hash }: { orgId: string; seq: bigint; hash: string }): string {
  return createHmac("sha256", deriveKey("audit-head")).update(`${orgId}|${seq}|${hash}`).digest("hex");
}
