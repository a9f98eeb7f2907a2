import "server-only";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { publicUrl } from "../env.ts";
import { isLocale } from "../i18n/locale.ts";
import { canSendMail, enqueueMail } from "../mail/enqueue.ts";
import { type Role, roleMay } from "../permissions.ts";
import type { StatementContent } from "./schema.ts";

/** Whether this role gets statements by mail: whoever may close one. */
export function getsStatementMail(role: Role): boolean {
  return roleMay(role, "spend.close");
}

/** One mail to each member who asked for it and still may, exactly if the statement is committed. */
export async function mailStatement(
  tx: Tx,
  { org }: Ctx,
  { id, month, meteredNanos, totalNanos, late, subscriptionNanos }: StatementContent,
  previous: { meteredNanos: bigint } | null,
): Promise<void> {
  if (!canSendMail()) return;
  const members = await tx.member.findMany({
    where: { orgId: org.id, statementMail: true },
    select: { role: true, statementLocale: true, user: { select: { email: true } } },
    orderBy: { userId: "asc" },
  });
  for (const { role, statementLocale, user } of members) {
    if (!getsStatementMail(role)) continue;
    await enqueueMail(tx, {
      template: "statement",
      to: user.email,
      locale: isLocale(statementLocale) ? statementLocale : "en",
      orgName: org.name,
      month,
      totalNanos,
      meteredNanos,
      lateNanos: late.nanos,
      previousNanos: previous?.meteredNanos ?? null,
      subscriptionNanos,
      link: `${publicUrl()}/${org.slug}/spend/reports/${id}`,
    });
  }
}
