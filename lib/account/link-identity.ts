import "server-only";
import { identityProviders } from "../auth/identity-providers.ts";
import { linkIntentCookie } from "../auth/link-intent.ts";
import { requireRecent } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Self } from "./self.ts";

/** Begins the linking of an identity: the cookie to set before the browser goes to the provider. */
export async function startLinkingIdentity({ person }: Self, provider: string): Promise<string> {
  if (!identityProviders().some(({ id }) => id === provider)) throw notFound("identity provider");
  requireRecent(person.authenticatedAt);
  return linkIntentCookie(person.id);
}
