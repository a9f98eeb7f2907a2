import "server-only";
import { render } from "@react-email/render";
import { createFormatter, createTranslator } from "next-intl";
import { alertAmounts } from "../alerts/amounts.ts";
import type { AlertFigures } from "../alerts/schema.ts";
import { formatUsd } from "../format.ts";
import type { Locale } from "../i18n/locale.ts";
import en from "../i18n/messages/en.json" with { type: "json" };
import zh from "../i18n/messages/zh.json" with { type: "json" };
import { monthName } from "../statements/month-name.ts";
import { MailFrame, type MailText } from "./frame.tsx";
import type { Mail } from "./schema.ts";

// messages: mail.*
// messages: alerts.told.*

const messages = { en, zh };

/** Subject, HTML and plain text of a mail in the reader's language. Names are text: React escapes them. */
export async function renderMail(mail: Mail): Promise<{ subject: string; html: string; text: string }> {
  const { subject, ...content } = textOf(mail);
  const page = <MailFrame locale={mail.locale} {...content} />;
  // One line: what people type must not begin a new header.
  const line = subject.replace(/\s+/g, " ");
  return { subject: line, html: await render(page), text: await render(page, { plainText: true }) };
}

function textOf(mail: Mail): MailText & { subject: string } {
  const { locale } = mail;
  const t = createTranslator({ locale, messages: messages[locale], namespace: "mail" });
  const format = createFormatter({ locale, timeZone: "UTC" });
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "long" });
  switch (mail.template) {
    case "invite": {
      const { orgName, inviterName, link } = mail;
      return {
        subject: t("inviteSubject", { orgName }),
        title: t("inviteTitle", { orgName }),
        greeting: t("hello"),
        paragraphs: [
          t("inviteText", { inviterName, orgName, role: t(`role.${mail.role}`) }),
          t("inviteUntil", { at: moment(mail.expiresAt) }),
        ],
        action: { label: t("inviteAction"), link, or: t("orLink") },
        footer: t("inviteFooter"),
      };
    }
    case "budget-alert": {
      const { orgName, kind, percent, figures, link } = mail;
      const told = createTranslator({ locale, messages: messages[locale], namespace: "alerts" });
      const title = told(`told.${kind}`, { percent, ...alertAmounts(figures, locale) });
      return {
        subject: `${orgName}: ${title}`,
        title,
        greeting: t("hello"),
        paragraphs: figuresText(figures, locale, t),
        action: { label: t("alertAction"), link, or: t("orLink") },
        footer: t("alertFooter", { orgName }),
      };
    }
    case "statement": {
      const { orgName, link } = mail;
      const month = monthName(mail.month, locale);
      const title = t("statementTitle", { month, amount: formatUsd(mail.totalNanos, locale) });
      return {
        subject: `${orgName}: ${title}`,
        title,
        greeting: t("hello"),
        paragraphs: statementText(mail, locale, t),
        action: { label: t("statementAction"), link, or: t("orLink") },
        footer: t("statementFooter", { orgName }),
      };
    }
    case "password-reset":
      return {
        subject: t("resetSubject"),
        title: t("resetTitle"),
        greeting: t("helloName", { name: mail.name }),
        paragraphs: [t("resetText", { minutes: mail.minutes })],
        action: { label: t("resetAction"), link: mail.link, or: t("orLink") },
        footer: t("resetFooter"),
      };
    case "sign-in-changed": {
      const change = t(`change.${mail.change}`);
      return {
        subject: t("changedSubject", { change }),
        title: change,
        greeting: t("helloName", { name: mail.name }),
        paragraphs: [
          t("changedText", { change, at: moment(mail.at), address: mail.address ?? t("unknownAddress") }),
          t("changedWarning"),
        ],
        footer: t("changedFooter"),
      };
    }
  }
}

type StatementKey = "statementMetered" | "statementLate" | "statementFirst" | "statementChange" | "statementBoxes";

/** What the total is made of, and how it compares with the month before. */
function statementText(
  { meteredNanos, lateNanos, previousNanos, subscriptionNanos }: Extract<Mail, { template: "statement" }>,
  locale: Locale,
  t: (key: StatementKey, amounts: Record<string, string>) => string,
): string[] {
  const usd = (nanos: bigint) => formatUsd(nanos, locale);
  const change = previousNanos === null ? 0n : meteredNanos - previousNanos;
  return [
    t("statementMetered", { amount: usd(meteredNanos) }),
    ...(lateNanos === 0n ? [] : [t("statementLate", { amount: usd(lateNanos) })]),
    previousNanos === null
      ? t("statementFirst", {})
      : t("statementChange", { change: `${change > 0n ? "+" : ""}${usd(change)}`, before: usd(previousNanos) }),
    ...(subscriptionNanos === null ? [] : [t("statementBoxes", { amount: usd(subscriptionNanos) })]),
  ];
}

/** What is spent of the cap; nothing for what is about no budget. */
function figuresText(
  figures: AlertFigures,
  locale: Locale,
  t: (key: "alertFigures" | "alertFiguresPresumed", amounts: Record<string, string>) => string,
): string[] {
  if (figures.capNanos === null) return [];
  const { spent, cap, presumed } = alertAmounts(figures, locale);
  return [t((figures.presumedNanos ?? 0n) > 0n ? "alertFiguresPresumed" : "alertFigures", { spent, cap, presumed })];
}
