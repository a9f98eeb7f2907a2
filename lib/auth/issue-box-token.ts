import "server-only";
import { decodeJwt, importJWK, jwtVerify } from "jose";
import { z } from "zod";
import { system } from "../db/system.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";
import type { TokenRequest, TokenResponse } from "../protocol/token.ts";
import { consumeProof } from "./box-context.ts";
import { accessTokenSeconds, issuer, signBoxToken } from "./box-token.ts";
import { checkProof, proofWindowSeconds, refused } from "./dpop.ts";

/**
 * `private_key_jwt` for an access token bound to the same key. The audience is our issuer string and nothing else:
 * an assertion that also names another server could have been made for that one (CVE-2025-27370).
 */
export async function issueBoxToken(request: Request, body: z.infer<typeof TokenRequest>): Promise<TokenResponse> {
  const proof = await checkProof(request, null);
  const boxId = claimedBox(body.client_assertion);
  const box = await system().box.findFirst({ where: { id: boxId, keyThumbprint: proof.keyThumbprint } });
  if (!box) throw refused("no box with this key");
  const key = await importJWK(Ed25519PublicJwk.parse(box.signingKey), "EdDSA");
  const { payload } = await jwtVerify(body.client_assertion, key, {
    algorithms: ["EdDSA", "Ed25519"],
    typ: "client-authentication+jwt",
    issuer: boxId,
    subject: boxId,
    audience: issuer(),
    maxTokenAge: "120s",
    clockTolerance: proofWindowSeconds,
    requiredClaims: ["jti", "exp", "iat"],
  }).catch(() => {
    throw refused("the client assertion is not valid");
  });
  if (payload.aud !== issuer()) throw refused("the client assertion names more than one audience");
  await consumeProof({ keyThumbprint: proof.keyThumbprint, jti: `a.${payload.jti}` }, boxId);
  await consumeProof(proof, boxId);
  return {
    access_token: await signBoxToken({ boxId, orgId: box.orgId, keyThumbprint: proof.keyThumbprint }),
    token_type: "DPoP",
    expires_in: accessTokenSeconds,
  };
}

function claimedBox(assertion: string): string {
  try {
    return z.string().parse(decodeJwt(assertion).sub);
  } catch {
    throw refused("the client assertion is not a JWT");
  }
}
