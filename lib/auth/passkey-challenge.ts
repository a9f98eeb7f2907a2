import "server-only";
import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { system } from "../db/system.ts";
import { createOneTimeToken } from "./one-time-token.ts";
import type { RelyingParty } from "./relying-party.ts";

/**
 * What a browser needs to use a passkey, for sign-in and re-authentication alike. No credential is named: the browser
 * offers the person's own, so nobody learns from us which exist.
 */
export async function createPasskeyChallenge({ rpId }: RelyingParty) {
  const challenge = await createOneTimeToken(system(), "passkey-use", null);
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    userVerification: "required",
  });
}
