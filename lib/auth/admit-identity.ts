import "server-only";
import { z } from "zod";
import { addressKey } from "../api/caller-address.ts";
import { consume } from "../rate-limit.ts";
import { identityKey } from "./identity-providers.ts";
import { type IdentityRefusal, linkIdentity, signInWithIdentity } from "./identity-sign-in.ts";
import { startSession } from "./password-sign-in.ts";
import type { Origin, SignedInUser } from "./session.ts";

const OutsidePerson = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isEmailVerified: z.boolean(),
});

type Admission = { sid: string } | { refusal: IdentityRefusal };

/**
 * The end of a sign-in at an identity provider: a new session, or, for a person who asked for it (`linking`), a link to
 * the account they are in, whose session goes on.
 */
export async function admitIdentity(
  providerId: string,
  profile: unknown,
  origin: Origin,
  linking: SignedInUser | null,
): Promise<Admission> {
  await consume("sign-in.address", addressKey(origin.address));
  const outside = OutsidePerson.parse(profile);
  const provider = identityKey(providerId);
  const outcome = linking
    ? await linkIdentity(provider, outside, linking)
    : await signInWithIdentity(provider, outside);
  if ("refusal" in outcome) return outcome;
  return { sid: linking ? linking.sessionId : await startSession(outcome.user, "identity", origin) };
}
