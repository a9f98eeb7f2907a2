import { z } from "zod";

/**
 * `POST /api/box/v1/token`: `private_key_jwt` (RFC 7523) for a sender-constrained access token (DPoP, RFC 9449).
 * The assertion is a compact JWS (EdDSA, `typ: client-authentication+jwt`): iss = sub = box id, aud = `issuer` of the
 * enrollment and nothing else, `jti`, `iat`, `exp` ≤ 60 s. A `DPoP` header carries the proof of the same key.
 *
 * Every later request: `Authorization: DPoP <access token>` and a fresh `DPoP` proof (typ `dpop+jwt`, `jwk` header,
 * claims htm, htu, iat, jti, ath). Each response has `x-kaihe-time` (milliseconds since 1970): the box keeps the
 * offset and stamps proofs with the server's time, so a wrong clock on the device does not lock it out.
 */
export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export const TokenRequest = z.object({
  grant_type: z.literal("client_credentials"),
  client_assertion_type: z.literal(assertionType),
  client_assertion: z.string().max(4096),
});

export const TokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal("DPoP"),
  expires_in: z.int(),
});
export type TokenResponse = z.infer<typeof TokenResponse>;

export const serverTimeHeader = "x-kaihe-time";
