import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { findSessionUser, openSession } from "../auth/session.ts";
import { withSystem } from "../db/system.ts";
import type { Self } from "./self.ts";

export const testOrigin = { userAgent: "test", address: "192.0.2.1" };

/** A person signed in anew, as routes hand them to the verbs. */
export async function signedInSelf(userId: string): Promise<Self> {
  const sessionId = await withSystem((tx) => openSession(tx, userId, "password", testOrigin));
  const person = await findSessionUser(sessionId);
  if (!person) throw new Error("the session was opened just now");
  return { person, requestId: randomUUID(), locale: "en", address: testOrigin.address };
}

/** The same person some time after the sign-in: sensitive actions ask for a proof. */
export function longAgo(self: Self): Self {
  return { ...self, person: { ...self.person, authenticatedAt: new Date(Date.now() - 6 * 60_000) } };
}

/** What the authenticator app shows; `ahead` counts time steps. */
export function codeOf(secret: string, ahead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });
}
