import "server-only";
import nodemailer from "nodemailer";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { openText } from "../secrets/seal-text.ts";
import { renderMail } from "./render.tsx";
import { Mail } from "./schema.ts";

/** Handler of `mail.send`; the queue tries again when the server refuses. Without a mail server the link is logged. */
export async function sendMail(sealed: string): Promise<void> {
  const mail = Mail.parse(JSON.parse(openText(sealed, "mail")));
  const { SMTP_URL, MAIL_FROM } = env();
  if (SMTP_URL === undefined) {
    // The one place where a link that opens a door is logged, because nothing else could bring it to its reader.
    const link = "link" in mail ? mail.link : undefined;
    log.warn({ to: mail.to, template: mail.template, link }, "no SMTP_URL is set; this mail was not sent");
    return;
  }
  const { subject, html, text } = await renderMail(mail);
  await nodemailer.createTransport(SMTP_URL).sendMail({ from: MAIL_FROM, to: mail.to, subject, html, text });
}
