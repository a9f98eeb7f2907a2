import type { CallBody } from "../call-body.ts";
import { GatewayError } from "../gateway-error.ts";

/** The list in a field; empty when there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Neither absent, nor null, nor false. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** A limit; null when absent. Throws GatewayError 400 when it is not a positive whole number. */
export function wholeNumber(body: CallBody, name: string): number | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new GatewayError(400, "invalid_value", `\`${name}\` must be a whole number of at least 1.`, { param: name });
}

/** `stream`, which clients send as a boolean or not at all. Throws GatewayError 400 for anything else. */
export function streamFlag(body: CallBody): boolean {
  const { stream } = body;
  if (stream === undefined || stream === null || typeof stream === "boolean") return stream === true;
  throw new GatewayError(400, "invalid_value", "`stream` must be true or false.", { param: "stream" });
}

/** Bytes of a data URL; 0 for an address, which the provider fetches itself. */
export function dataUrlBytes(url: unknown): number {
  return typeof url === "string" && url.startsWith("data:") ? url.length : 0;
}
