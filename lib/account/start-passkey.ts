import "server-only";
import { generateRegistrationOptions } from "@simplewebauthn/server";
import { createOneTimeToken } from "../auth/one-time-token.ts";
import type { RelyingParty } from "../auth/relying-party.ts";
import { requireRecent } from "../context.ts";
import { system } from "../db/system.ts";
import type { Self } from "./self.ts";

/** What a browser needs to make a passkey (WebAuthn §5.4): kept on the device, unlocked by the person, never made twice. */
export async function startPasskey({ person }: Self, { rpId }: RelyingParty) {
  requireRecent(person.authenticatedAt);
  const known = await system().passkey.findMany({ where: { userId: person.id } });
  const challenge = await createOneTimeToken(system(), "passkey-add", person.id);
  return generateRegistrationOptions({
    rpName: "Kaihe Fleet",
    rpID: rpId,
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.email,
    userDisplayName: person.name,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}
