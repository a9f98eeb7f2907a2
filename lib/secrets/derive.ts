import "server-only";
import { hkdfSync } from "node:crypto";
import { env } from "../env.ts";

/** A 32-byte key for one purpose, from KAIHE_SECRET by HKDF-SHA-256 (RFC 5869). Purposes never share a key. */
export function deriveKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env().KAIHE_SECRET, "kaihe-fleet", purpose, 32));
}
