import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { isLocale } from "../i18n/locale.ts";
import { getsAlertMail } from "./mail-alerts.ts";
import { alertReader } from "./reader.ts";
import type { AlertMail, AlertMailPreference } from "./schema.ts";

export async function getAlertMail(ctx: Ctx): Promise<AlertMail> {
  requirePermission(ctx, "budgets.read");
  return withOrg(ctx, (tx) => readPreference(tx, ctx));
}

/** Whether the person who asks gets mails of this organization's alerts, and in which language. */
export async function changeAlertMail(ctx: Ctx, { isOn, locale }: AlertMailPreference): Promise<AlertMail> {
  requirePermission(ctx, "budgets.read");
  const userId = alertReader(ctx);
  return withOrg(ctx, async (tx) => {
    await tx.member.updateMany({
      where: { orgId: ctx.org.id, userId },
      data: { alertMail: isOn, alertLocale: locale },
    });
    await notifyOrg(tx, ctx, "alerts");
    return readPreference(tx, ctx);
  });
}

async function readPreference(tx: Tx, ctx: Ctx): Promise<AlertMail> {
  const member = await tx.member.findFirst({ where: { orgId: ctx.org.id, userId: personBehind(ctx.actor) ?? "" } });
  if (!member) throw notFound("member");
  const { alertMail, alertLocale, role } = member;
  return { isOn: alertMail, locale: isLocale(alertLocale) ? alertLocale : "en", isOffered: getsAlertMail(role) };
}
