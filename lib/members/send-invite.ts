import "server-only";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { publicUrl } from "../env.ts";
import type { Locale } from "../i18n/locale.ts";
import { canSendMail, enqueueMail } from "../mail/enqueue.ts";
import type { Role } from "../permissions.ts";
import { randomToken, tokenHash } from "../secrets/token.ts";
import { inviteDays } from "./schema.ts";

/** 192 random bits. In the fragment, which no server and no log sees (ASVS 5.0 §14.2.1). */
export function newInviteToken() {
  const token = randomToken(24);
  const now = new Date();
  return {
    link: `${publicUrl()}/invite#${token}`,
    row: {
      tokenHash: tokenHash(token, "invite"),
      sentAt: now,
      expiresAt: new Date(now.getTime() + inviteDays * 24 * 3_600_000),
    },
  };
}

/** Mails the link; where no mail can be sent, the worker logs it, and it is returned for the inviter to hand on. */
export async function deliverInvite(
  tx: Tx,
  ctx: Ctx,
  {
    email,
    role,
    link,
    expiresAt,
    locale,
  }: { email: string; role: Role; link: string; expiresAt: Date; locale: Locale },
): Promise<string | null> {
  const inviterName = "name" in ctx.actor ? ctx.actor.name : ctx.org.name;
  await enqueueMail(tx, {
    template: "invite",
    to: email,
    locale,
    orgName: ctx.org.name,
    inviterName,
    role,
    link,
    expiresAt: expiresAt.toISOString(),
  });
  return canSendMail() ? null : link;
}
