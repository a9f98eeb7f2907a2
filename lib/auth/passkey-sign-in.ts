import "server-only";
import { z } from "zod";
import { addressKey } from "../api/caller-address.ts";
import { consume } from "../rate-limit.ts";
import { verifyPasskey } from "./passkey-assertion.ts";
import { PasskeyAssertion } from "./passkey-schema.ts";
import { auditRefusedSignIn, type SignedInSession, startSession } from "./password-sign-in.ts";
import type { RelyingParty } from "./relying-party.ts";
import type { Origin } from "./session.ts";

const Input = z.object({
  response: z
    .string()
    .max(65_536)
    .transform((text) => JSON.parse(text)),
});

/** A passkey is two factors in one, the device and its lock, so no code is asked for. Null when it is not accepted. */
export async function signInWithPasskey(
  input: unknown,
  origin: Origin,
  party: RelyingParty,
): Promise<SignedInSession | null> {
  await consume("sign-in.address", addressKey(origin.address));
  const assertion = parseAssertion(input);
  if (!assertion) return null;
  const result = await verifyPasskey(assertion, party);
  if (!result.ok) {
    if (result.userId) auditRefusedSignIn(result.userId, result.reason, origin);
    return null;
  }
  return { id: result.user.id, sid: await startSession(result.user, "passkey", origin) };
}

function parseAssertion(input: unknown): PasskeyAssertion | null {
  try {
    return PasskeyAssertion.parse(Input.parse(input).response);
  } catch {
    return null;
  }
}
