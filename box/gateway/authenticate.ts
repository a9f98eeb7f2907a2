import { createHash, timingSafeEqual } from "node:crypto";
import type { ActiveConfig } from "../config/active-config.ts";
import { GatewayError } from "./gateway-error.ts";

/** The name of the local key in an `Authorization` header. Throws GatewayError 401, which clients do not retry. */
export function authenticate(config: ActiveConfig, authorization: string | undefined): string {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!key) throw unauthorized("No API key was sent: use `Authorization: Bearer <local key>`.");
  const digest = createHash("sha256").update(key).digest();
  let caller: string | null = null;
  // All of them, every time: how long it takes must not tell which one was nearly right.
  for (const rule of config.document.localKeys) {
    const expected = Buffer.from(rule.hash, "hex");
    if (expected.length === digest.length && timingSafeEqual(expected, digest)) caller = rule.name;
  }
  if (caller === null) throw unauthorized("Incorrect API key: this box does not know it.");
  return caller.slice(0, 64);
}

function unauthorized(message: string): GatewayError {
  return new GatewayError(401, "invalid_api_key", message, { headers: { "www-authenticate": "Bearer" } });
}
