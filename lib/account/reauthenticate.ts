import "server-only";
import type { z } from "zod";
import { verifyPasskey } from "../auth/passkey-assertion.ts";
import type { RelyingParty } from "../auth/relying-party.ts";
import { confirmSession } from "../auth/session.ts";
import { withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { consume } from "../rate-limit.ts";
import { checkCode, checkPassword } from "./check-password.ts";
import type { Reauthenticate } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";

/** The person proves again who they are: sensitive actions are open for five minutes. Refusals are written down too. */
export async function reauthenticate(
  self: Self,
  proof: z.output<typeof Reauthenticate>,
  party: RelyingParty,
): Promise<null> {
  const method = "passkey" in proof ? "passkey" : "password";
  try {
    if ("passkey" in proof) await checkPasskey(self, proof.passkey, party);
    else {
      await checkPassword(self.person.id, proof.password, "password");
      await checkCode(self.person.id, proof.code);
    }
  } catch (error) {
    // Asking for the code is half of a proof, not a failed one.
    if (error instanceof AppError && error.code !== "code_required") {
      const after = { reason: error.code, method, sessionId: self.person.sessionId };
      await withSystem((tx) => auditSelf(tx, self, "sessions.refuse", { after }));
    }
    throw error;
  }
  await confirmSession(self.person.sessionId);
  await withSystem((tx) =>
    auditSelf(tx, self, "sessions.confirm", { after: { method, sessionId: self.person.sessionId } }),
  );
  return null;
}

/** Somebody else's passkey proves somebody else. */
async function checkPasskey(
  { person }: Self,
  assertion: Parameters<typeof verifyPasskey>[0],
  party: RelyingParty,
): Promise<void> {
  await consume("reauthenticate", person.id);
  const result = await verifyPasskey(assertion, party);
  if (!result.ok || result.user.id !== person.id) {
    throw new AppError("wrong_passkey", "The passkey was not accepted.");
  }
}
