import "server-only";
import type { SignedInUser } from "../auth/session.ts";
import { withSystem } from "../db/system.ts";
import { useInvite } from "./open-invite.ts";
import type { AcceptedInvite } from "./schema.ts";

/** Joins as the signed-in person, whose address must be the invited one. */
export function acceptInvite(person: SignedInUser, token: string, requestId: string): Promise<AcceptedInvite> {
  return withSystem((tx) => useInvite(tx, { token, requestId }, person));
}
