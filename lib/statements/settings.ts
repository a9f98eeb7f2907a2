import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { isLocale } from "../i18n/locale.ts";
import { getsStatementMail } from "./mail.ts";
import type { StatementMail, StatementSchedule, StatementSettings } from "./schema.ts";

export async function getStatementSettings(ctx: Ctx): Promise<StatementSettings> {
  requirePermission(ctx, "spend.read");
  return withOrg(ctx, (tx) => readSettings(tx, ctx));
}

/** When the console closes a month by itself. */
export async function setStatementSchedule(
  ctx: Ctx,
  { closeDay }: z.output<typeof StatementSchedule>,
): Promise<StatementSettings> {
  requirePermission(ctx, "spend.close");
  return withOrg(ctx, async (tx) => {
    const before = await readSettings(tx, ctx);
    await tx.org.updateMany({ where: { id: ctx.org.id }, data: { statementCloseDay: closeDay } });
    await notifyOrg(tx, ctx, "spend");
    const facts = { before: { closeDay: before.closeDay }, after: { closeDay } };
    await appendAudit(tx, ctx, { action: "spend.schedule", targetId: ctx.org.id, ...facts });
    return { ...before, closeDay };
  });
}

/** Whether the person who asks gets the statements of this organization by mail, and in which language. */
export async function setStatementMail(ctx: Ctx, mail: z.output<typeof StatementMail>): Promise<StatementSettings> {
  requirePermission(ctx, "spend.close");
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("people_only", "Mail is for people, not for API keys.");
  return withOrg(ctx, async (tx) => {
    await tx.member.updateMany({
      where: { orgId: ctx.org.id, userId: actor.userId },
      data: { statementMail: mail.isOn, statementLocale: mail.locale },
    });
    await notifyOrg(tx, ctx, "spend");
    return readSettings(tx, ctx);
  });
}

async function readSettings(tx: Tx, { org, actor }: Ctx): Promise<StatementSettings> {
  const found = await tx.org.findFirst({ where: { id: org.id }, select: { statementCloseDay: true } });
  if (!found) throw notFound("organization");
  const { statementCloseDay: closeDay } = found;
  const userId = actor.kind === "user" ? actor.userId : "";
  const member = await tx.member.findFirst({ where: { orgId: org.id, userId } });
  if (!member || !getsStatementMail(member.role)) return { closeDay, mail: null };
  const { statementMail: isOn, statementLocale: locale } = member;
  return { closeDay, mail: { isOn, locale: isLocale(locale) ? locale : "en" } };
}
