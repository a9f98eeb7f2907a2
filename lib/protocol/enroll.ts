import { z } from "zod";
import { Base64Url, Ed25519PublicJwk, idOf } from "./scalars.ts";

/**
 * Door A, QR on the box: RFC 8628 (device authorization grant) with the key bound at the first request.
 *
 * `POST /api/box/v1/enroll` with `{proof}`: a compact JWS (EdDSA, `typ: kaihe-enroll+jwt`, the box's public key as the
 * `jwk` header) over EnrollClaims. Idempotent on `enrollmentId`: the same box asking again gets the same live code.
 */
export const EnrollClaims = z.object({
  enrollmentId: z.uuid(),
  sealingKey: Base64Url.length(43),
  serial: z.string().min(1).max(64),
  model: z.string().min(1).max(64),
  agentVersion: z.string().min(1).max(32),
  localAddress: z.string().max(64).optional(),
  /** Seconds since 1970 by the box's clock; not trusted for anything but logs, a fresh box may have none. */
  iat: z.int(),
});
export type EnrollClaims = z.infer<typeof EnrollClaims>;

export const EnrollRequest = z.object({ proof: z.string().max(8192) });

/** Field names and meaning of RFC 8628 §3.2. */
export const EnrollResponse = z.object({
  device_code: z.string(),
  /** `WDJB-MJHT` */
  user_code: z.string(),
  verification_uri: z.string(),
  /** `<console>/enroll#WDJB-MJHT`: in the fragment, so that it reaches no log. */
  verification_uri_complete: z.string(),
  expires_in: z.int(),
  interval: z.int(),
});
export type EnrollResponse = z.infer<typeof EnrollResponse>;

export const deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** `POST /api/box/v1/enroll/token`, polled every `interval` seconds. */
export const EnrollTokenRequest = z.object({
  grant_type: z.literal(deviceCodeGrant),
  device_code: z.string().min(1).max(128),
});

export const EnrollTokenResponse = z.object({
  boxId: idOf("box"),
  boxName: z.string(),
  orgId: idOf("org"),
  orgName: z.string(),
  /** Verifies every configuration document from now on. */
  orgSigningKey: Ed25519PublicJwk,
  /** The only audience the box may put into its client assertions. */
  issuer: z.string(),
});
export type EnrollTokenResponse = z.infer<typeof EnrollTokenResponse>;

/** RFC 8628 §3.5; the body of every 400 of the token endpoint. */
export const EnrollTokenError = z.object({
  error: z.enum(["authorization_pending", "slow_down", "access_denied", "expired_token", "invalid_request"]),
});
export type EnrollTokenError = z.infer<typeof EnrollTokenError>;
