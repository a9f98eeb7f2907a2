import "server-only";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { system } from "../db/system.ts";
import { log } from "../log.ts";
import { takeOneTimeToken } from "./one-time-token.ts";
import type { PasskeyAssertion } from "./passkey-schema.ts";
import type { RelyingParty } from "./relying-party.ts";

/** `reason` is for the audit and the log. `userId` is known when the credential is. */
export type AssertionResult =
  | { ok: true; user: { id: string; name: string } }
  | { ok: false; reason: string; userId: string | null };

/**
 * Verifies an assertion (WebAuthn §7.2): a challenge of ours, used once; our origin; the person was verified by the
 * device; the user handle names the credential's owner; the counter has not gone back (§6.1.1: a copy of the key).
 */
export async function verifyPasskey(assertion: PasskeyAssertion, party: RelyingParty): Promise<AssertionResult> {
  const passkey = await system().passkey.findUnique({ where: { id: assertion.id }, include: { user: true } });
  if (!passkey) return { ok: false, reason: "unknown_passkey", userId: null };
  const { user } = passkey;
  const handle = Buffer.from(assertion.response.userHandle ?? "", "base64url").toString();
  if (handle !== user.id) return { ok: false, reason: "wrong_user_handle", userId: user.id };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge: async (challenge) => (await takeOneTimeToken(system(), "passkey-use", challenge)) !== null,
      expectedOrigin: party.origin,
      expectedRPID: party.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
      },
    });
    if (!verified) return { ok: false, reason: "wrong_passkey", userId: user.id };
    // Conditional: of two assertions with one counter value, only the first passes.
    const advanced = await system().passkey.updateMany({
      where: { id: passkey.id, counter: passkey.counter },
      data: { counter: BigInt(authenticationInfo.newCounter), lastUsedAt: new Date() },
    });
    if (advanced.count !== 1) return { ok: false, reason: "passkey_counter", userId: user.id };
    return { ok: true, user: { id: user.id, name: user.name } };
  } catch (error) {
    // The library says what did not hold by throwing a sentence.
    log.info({ userId: user.id, error: String(error) }, "passkey refused");
    const isCounter = error instanceof Error && error.message.includes("counter");
    return { ok: false, reason: isCounter ? "passkey_counter" : "wrong_passkey", userId: user.id };
  }
}
