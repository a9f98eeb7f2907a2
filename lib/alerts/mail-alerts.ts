import "server-only";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { publicUrl } from "../env.ts";
import { isLocale } from "../i18n/locale.ts";
import { canSendMail, enqueueMail } from "../mail/enqueue.ts";
import type { Role } from "../permissions.ts";
import { alertPath } from "./path.ts";
import type { RaisedAlert } from "./raise.ts";
import type { AlertKind } from "./schema.ts";

/** Money is told to those who may change budgets; what somebody must repair, to those who may. */
const spenders: readonly Role[] = ["owner", "admin", "finance"];
const managers: readonly Role[] = ["owner", "admin"];

function isFor(role: Role, kind: AlertKind): boolean {
  const isRepair = kind === "webhook.disabled" || kind === "usage.quarantined";
  return (isRepair ? managers : spenders).includes(role);
}

/** Whether this role gets mails of alerts at all. */
export function getsAlertMail(role: Role): boolean {
  return spenders.includes(role);
}

/** One mail per alert and person. Without a mail server none: an alert has no link that only a mail could bring. */
export async function mailAlerts(tx: Tx, { org }: Ctx, alerts: readonly RaisedAlert[]): Promise<void> {
  if (!canSendMail()) return;
  const members = await tx.member.findMany({
    where: { orgId: org.id, alertMail: true },
    select: { role: true, alertLocale: true, user: { select: { email: true } } },
    orderBy: { userId: "asc" },
  });
  for (const alert of alerts) {
    const { kind, percent, figures } = alert;
    const link = `${publicUrl()}${alertPath(org.slug, alert)}`;
    for (const { role, alertLocale, user } of members) {
      if (!isFor(role, kind)) continue;
      const locale = isLocale(alertLocale) ? alertLocale : "en";
      await enqueueMail(tx, {
        template: "budget-alert",
        to: user.email,
        locale,
        orgName: org.name,
        kind,
        percent,
        figures,
        link,
      });
    }
  }
}
