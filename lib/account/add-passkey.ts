import "server-only";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import type { z } from "zod";
import { takeOneTimeToken } from "../auth/one-time-token.ts";
import type { RelyingParty } from "../auth/relying-party.ts";
import { requireRecent } from "../context.ts";
import { system, withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import type { AddPasskey, Passkey } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/** The most passkeys of one person: enough for every device, and a bound on what one account can store. */
const maxPasskeys = 20;

/** Verifies what the browser made (WebAuthn §7.1) and keeps its public key. Throws `wrong_passkey`, `limit_reached`. */
export async function addPasskey(
  self: Self,
  { name, response }: z.output<typeof AddPasskey>,
  party: RelyingParty,
): Promise<Passkey> {
  const userId = self.person.id;
  requireRecent(self.person.authenticatedAt);
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: async (challenge) =>
      (await takeOneTimeToken(system(), "passkey-add", challenge))?.userId === userId,
    expectedOrigin: party.origin,
    expectedRPID: party.rpId,
    requireUserVerification: true,
  }).catch((error) => {
    log.info({ userId, error: String(error) }, "passkey not added");
    return { registrationInfo: undefined };
  });
  if (!registrationInfo) throw new AppError("wrong_passkey", "The passkey was not accepted.");
  const { id, publicKey, counter } = registrationInfo.credential;
  const transports = response.response.transports ?? [];
  return withSystem(async (tx) => {
    if ((await tx.passkey.count({ where: { userId } })) >= maxPasskeys) {
      throw new AppError("limit_reached", `More than ${maxPasskeys} passkeys are not kept. Remove one first.`);
    }
    const created = await tx.passkey.createManyAndReturn({
      data: [{ id, userId, name, publicKey: new Uint8Array(publicKey), counter: BigInt(counter), transports }],
      skipDuplicates: true,
    });
    const [row] = created;
    if (!row) throw new AppError("already_on", "This passkey is known already.");
    await auditSelf(tx, self, "account.passkey_added", { after: { name } });
    await tellSignInChanged(tx, self, "passkey_added");
    return { id, name, createdAt: row.createdAt.toISOString(), lastUsedAt: null };
  });
}
