import "server-only";
import { randomUUID } from "node:crypto";
import { appendAuditForPerson } from "../audit/append-for-person.ts";
import type { Tx } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { newId } from "../id.ts";
import { joinByInvites } from "../members/join.ts";
import { Email } from "../orgs/schema.ts";
import type { OutsidePerson } from "./identity-providers.ts";

/** Why an identity does not sign in; the sign-in page has a text for each. */
export type IdentityRefusal =
  /** Nobody here has this identity, and no invite waits for its address. */
  | "identity_unknown"
  /** The address has an account with a second factor of its own: sign in there and link it. */
  | "identity_not_linked"
  /** It belongs to somebody else. */
  | "identity_taken";

type Outcome = { user: { id: string; name: string } } | { refusal: IdentityRefusal };

/**
 * The person behind a proven identity. Known identities sign in; a verified address links itself to the account of
 * the same address, unless that has a factor the provider would go around; a verified address with an open invite
 * becomes a person. Everything else is refused: knowing an address is no proof.
 */
export function signInWithIdentity(provider: string, outside: OutsidePerson): Promise<Outcome> {
  return withSystem(async (tx): Promise<Outcome> => {
    const known = await tx.identity.findUnique({
      where: { provider_subject: { provider, subject: outside.id } },
      include: { user: true },
    });
    if (known) {
      const where = { provider, subject: outside.id };
      await tx.identity.updateMany({ where, data: { lastUsedAt: new Date(), email: outside.email } });
      return { user: known.user };
    }
    const email = Email.safeParse(outside.email);
    if (!email.success || !outside.isEmailVerified) return { refusal: "identity_unknown" };
    const account = await tx.user.findUnique({
      where: { email: email.data },
      include: { passkeys: { select: { id: true }, take: 1 } },
    });
    if (account) {
      const hasOwnFactor = account.totpConfirmedAt !== null || account.passkeys.length > 0;
      if (hasOwnFactor) return { refusal: "identity_not_linked" };
      await link(tx, provider, outside, account);
      return { user: account };
    }
    const user = { id: newId("user"), email: email.data, name: outside.name.slice(0, 100) };
    await tx.user.create({ data: user });
    const joined = await joinByInvites(tx, user);
    // Rolls the person back too: without an invite nobody asked them in.
    if (joined === 0) throw new NobodyAsked();
    await link(tx, provider, outside, user);
    return { user };
  }).catch((error) => {
    if (error instanceof NobodyAsked) return { refusal: "identity_unknown" as const };
    throw error;
  });
}

class NobodyAsked extends Error {}

/** Adds an identity to the account of the person who is signed in and asked for it. */
export function linkIdentity(
  provider: string,
  outside: OutsidePerson,
  user: { id: string; name: string },
): Promise<Outcome> {
  return withSystem(async (tx): Promise<Outcome> => {
    const where = { provider_subject: { provider, subject: outside.id } };
    const known = await tx.identity.findUnique({ where });
    if (known) return known.userId === user.id ? { user } : { refusal: "identity_taken" };
    await link(tx, provider, outside, user);
    return { user };
  });
}

async function link(
  tx: Tx,
  provider: string,
  outside: OutsidePerson,
  user: { id: string; name: string },
): Promise<void> {
  const data = { provider, subject: outside.id, userId: user.id, email: outside.email, lastUsedAt: new Date() };
  await tx.identity.create({ data });
  const after = { provider, email: outside.email };
  const about = { person: user, by: "self" as const, requestId: randomUUID() };
  await appendAuditForPerson(tx, about, { action: "account.identity_linked", after });
}
