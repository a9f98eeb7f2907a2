import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { LocalKeyRule } from "../../lib/protocol/config.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import { GatewayError } from "./gateway-error.ts";

/**
 * The local key of a request: `Authorization: Bearer` (OpenAI's clients) or `x-api-key` (Anthropic's). Throws GatewayError
 * 401, which clients do not retry.
 */
export function authenticate(config: ActiveConfig, headers: IncomingHttpHeaders, nowMs: number): LocalKeyRule {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const own = headers["x-api-key"];
  const key = bearer ?? (typeof own === "string" ? own.trim() : "");
  if (!key) throw unauthorized("No API key was sent: use `Authorization: Bearer <local key>` or `x-api-key`.");
  const digest = createHash("sha256").update(key).digest();
  let caller: LocalKeyRule | null = null;
  // All of them, every time: how long it takes must not tell which one was nearly right.
  for (const rule of config.document.localKeys) {
    const expected = Buffer.from(rule.hash, "hex");
    if (expected.length === digest.length && timingSafeEqual(expected, digest)) caller = rule;
  }
  if (caller === null) throw unauthorized("Incorrect API key: this box does not know it.");
  if (caller.expiresAtMs !== null && caller.expiresAtMs <= nowMs) {
    throw unauthorized(`The API key "${caller.name}" expired on ${new Date(caller.expiresAtMs).toISOString()}.`);
  }
  return caller;
}

function unauthorized(message: string): GatewayError {
  return new GatewayError(401, "invalid_api_key", message, { headers: { "www-authenticate": "Bearer" } });
}
