import "server-only";
import { createHash } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { deriveKey } from "../secrets/derive.ts";

/** Seconds an access token lives; a stolen one is useless without the box's key anyway (RFC 9449). */
export const accessTokenSeconds = 600;

const Claims = z.object({ sub: z.string(), org: z.string(), cnf: z.object({ jkt: z.string() }) });

export interface BoxToken {
  boxId: string;
  orgId: string;
  /** Thumbprint of the key the token is bound to. */
  keyThumbprint: string;
}

/** The one audience of client assertions: stable for the life of KAIHE_SECRET, whatever address the console has. */
export function issuer(): string {
  return `urn:kaihe:console:${createHash("sha256").update(deriveKey("issuer")).digest("hex").slice(0, 24)}`;
}

export function signBoxToken({ boxId, orgId, keyThumbprint }: BoxToken): Promise<string> {
  return new SignJWT({ org: orgId, cnf: { jkt: keyThumbprint } })
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
    .setSubject(boxId)
    .setIssuer(issuer())
    .setIssuedAt()
    .setExpirationTime(`${accessTokenSeconds}s`)
    .sign(deriveKey("box-access-token"));
}

/** Throws a jose error when forged, expired or of another console. */
export async function verifyBoxToken(token: string): Promise<BoxToken> {
  const { payload } = await jwtVerify(token, deriveKey("box-access-token"), {
    algorithms: ["HS256"],
    typ: "at+jwt",
    issuer: issuer(),
  });
  const claims = Claims.parse(payload);
  return { boxId: claims.sub, orgId: claims.org, keyThumbprint: claims.cnf.jkt };
}
