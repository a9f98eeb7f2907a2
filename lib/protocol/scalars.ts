import { z } from "zod";
import { idPattern } from "./id-pattern.ts";

/** Non-negative nano-USD: decimal string on the wire, bigint in memory. Fits a Postgres `bigint`. */
export const Nanos = z
  .string()
  .regex(/^\d{1,18}$/, 'a decimal string of nano-USD, for example "5000000000" for 5 USD')
  .transform((text) => BigInt(text));

/** A count of tokens, calls and the like. */
export const Count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A count that a Postgres `integer` holds: versions, and milliseconds up to 24 days. */
export const SmallCount = z.int().min(0).max(2_147_483_647);

export const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

export function idOf(prefix: string) {
  return z.string().regex(idPattern(prefix), `an id that starts with ${prefix}_`);
}

export const Ed25519PublicJwk = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: Base64Url });
export type Ed25519PublicJwk = z.infer<typeof Ed25519PublicJwk>;
