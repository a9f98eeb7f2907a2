import "server-only";
import { createHash } from "node:crypto";
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";

/** How far a proof's time may lie from ours; boxes stamp proofs with the server's time (lib/protocol/token.ts). */
export const proofWindowSeconds = 60;

const Claims = z.object({
  jti: z.string().min(8).max(64),
  htm: z.string(),
  htu: z.url(),
  iat: z.number(),
  ath: z.string().optional(),
});

export interface Proof {
  keyThumbprint: string;
  jti: string;
}

/**
 * Checks a DPoP proof (RFC 9449 §4.3) but for replay, which needs the database. The scheme of `htu` is not compared:
 * behind a TLS-ending proxy the console does not see the one the box used.
 */
export async function checkProof(request: Request, accessToken: string | null): Promise<Proof> {
  const proof = request.headers.get("dpop");
  if (!proof) throw refused("the DPoP header is missing");
  try {
    const { payload } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: ["EdDSA", "Ed25519"],
      typ: "dpop+jwt",
      clockTolerance: proofWindowSeconds,
    });
    const claims = Claims.parse(payload);
    const target = new URL(claims.htu);
    const actual = new URL(request.url);
    const ath = accessToken === null ? undefined : createHash("sha256").update(accessToken).digest("base64url");
    if (claims.htm !== request.method) throw refused("htm is not the method of the request");
    if (target.pathname !== actual.pathname) throw refused("htu is not the address of the request");
    if (target.host !== (request.headers.get("host") ?? actual.host)) throw refused("htu names another host");
    if (Math.abs(Date.now() / 1000 - claims.iat) > proofWindowSeconds) throw refused("iat is too far from our clock");
    if (claims.ath !== ath) throw refused("ath does not belong to the access token");
    const jwk = Ed25519PublicJwk.parse(decodeProtectedHeader(proof).jwk);
    return { keyThumbprint: await calculateJwkThumbprint(jwk), jti: claims.jti };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refused("the proof is not valid");
  }
}

export function refused(why: string): AppError {
  return new AppError("invalid_token", `The box was not recognized: ${why}.`);
}
