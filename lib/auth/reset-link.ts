import "server-only";
import type { Tx } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { publicUrl } from "../env.ts";
import { Email } from "../orgs/schema.ts";
import { createOneTimeToken, dropOneTimeTokens } from "./one-time-token.ts";

/** A link to set a new password; the person's older ones stop working. In the fragment it reaches no log and no proxy. */
export async function createResetLink(tx: Tx, userId: string): Promise<string> {
  // Two at once must not leave two links.
  await tx.$queryRaw`select id from app_user where id = ${userId} for update`;
  await dropOneTimeTokens(tx, "password-reset", userId);
  return `${publicUrl()}/reset/new#${await createOneTimeToken(tx, "password-reset", userId)}`;
}

/** For whoever runs the console and has no mail server. Null for an address that nobody has. */
export async function resetLinkFor(address: string): Promise<string | null> {
  const email = Email.safeParse(address).data;
  return withSystem(async (tx) => {
    const user = email === undefined ? null : await tx.user.findUnique({ where: { email } });
    return user && createResetLink(tx, user.id);
  });
}
