import { openRoute } from "#lib/api/route.ts";
import { createPasskeyChallenge } from "#lib/auth/passkey-challenge.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

/** What `navigator.credentials.get` is called with, for sign-in and re-authentication. */
export const POST = openRoute({ limit: "passkey.challenge" }, ({ request }) =>
  createPasskeyChallenge(relyingParty(request)),
);
