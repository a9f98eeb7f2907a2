import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { oneTimeMinutes } from "../auth/one-time-token.ts";
import { createResetLink } from "../auth/reset-link.ts";
import { withSystem } from "../db/system.ts";
import { locales } from "../i18n/locale.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { log } from "../log.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { consume } from "../rate-limit.ts";
import { openText, sealText } from "../secrets/seal-text.ts";

const Ask = z.object({ email: z.string(), locale: z.enum(locales) });

/**
 * Somebody forgot the password of an address. What is done here is the same whether anybody has the address, so neither
 * answer nor time tells; the job finds out. Throws `rate_limited` after three an hour, known address or not.
 */
export async function askReset(ask: z.output<typeof Ask>): Promise<null> {
  await consume("reset.account", ask.email);
  const sealed = sealText(JSON.stringify(ask), "mail");
  await withSystem((tx) => enqueue(tx, "account.reset", { sealed }, { key: randomUUID(), delaySeconds: 0 }));
  return null;
}

/** Job: makes the link and queues its mail, if anybody has the address. */
export async function sendResetLink(sealed: string): Promise<void> {
  const { email, locale } = Ask.parse(JSON.parse(openText(sealed, "mail")));
  await withSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) return log.info("a password reset was asked for an address that nobody has");
    const link = await createResetLink(tx, user.id);
    const minutes = oneTimeMinutes("password-reset");
    await enqueueMail(tx, { to: email, locale, template: "password-reset", name: user.name, link, minutes });
  });
}
