import { createHash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { Identity } from "../enroll/identity.ts";

/** A DPoP proof (RFC 9449 §4.2) for one request. `nowMs` is the console's time; `accessToken` adds `ath`. */
export function dpopProof(
  identity: Identity,
  call: { htm: string; htu: string; nowMs: number; accessToken?: string },
): Promise<string> {
  const ath = call.accessToken && createHash("sha256").update(call.accessToken).digest("base64url");
  return new SignJWT({ htm: call.htm, htu: call.htu, ...(ath ? { ath } : {}) })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: identity.publicJwk })
    .setIssuedAt(Math.floor(call.nowMs / 1000))
    .setJti(randomUUID())
    .sign(identity.privateKey);
}

/** `private_key_jwt` (RFC 7523) whose only audience is the issuer of the enrollment (CVE-2025-27370). */
export function clientAssertion(
  identity: Identity,
  call: { boxId: string; issuer: string; nowMs: number },
): Promise<string> {
  const seconds = Math.floor(call.nowMs / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: "EdDSA", typ: "client-authentication+jwt" })
    .setIssuer(call.boxId)
    .setSubject(call.boxId)
    .setAudience(call.issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .setJti(randomUUID())
    .sign(identity.privateKey);
}
