"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TimeAgo, TimeUntil } from "#components/ui/time-ago.tsx";
import type { Invite } from "#lib/members/schema.ts";
import { ResendDialog } from "./resend-dialog.tsx";
import { RevokeInviteDialog } from "./revoke-invite-dialog.tsx";

// messages: members.role.*
/** The invites nobody has answered yet; nothing at all when there are none. */
export function InviteList({ invites }: { invites: readonly Invite[] }) {
  const t = useTranslations("members");
  const mayWrite = useMay("members.write");
  const mayOwn = useMay("orgs.own");
  const [revoking, setRevoking] = useState<Invite | null>(null);
  const [resending, setResending] = useState<Invite | null>(null);
  const columns: Column<Invite>[] = [
    {
      id: "email",
      header: t("email"),
      cell: ({ email, role }) => (
        <>
          <span className="font-medium break-all">{email}</span>
          <div className="text-xs text-muted sm:hidden">{t(`role.${role}`)}</div>
        </>
      ),
      sortBy: ({ email }) => email,
    },
    { id: "role", header: t("roleLabel"), cell: ({ role }) => t(`role.${role}`), from: "sm" },
    { id: "by", header: t("invitedBy"), cell: ({ invitedBy }) => invitedBy ?? t("gone"), from: "md" },
    { id: "sent", header: t("sent"), cell: ({ sentAt }) => <TimeAgo at={sentAt} />, from: "lg" },
    {
      id: "expires",
      header: t("expires"),
      cell: ({ expiresAt, isExpired }) =>
        isExpired ? <Badge tone="warn">{t("expired")}</Badge> : <TimeUntil at={expiresAt} />,
      from: "sm",
    },
    ...(mayWrite
      ? [
          {
            id: "actions",
            header: t("action"),
            isNumeric: true,
            cell: (invite: Invite) =>
              invite.role === "owner" && !mayOwn ? null : (
                <span className="inline-flex flex-wrap justify-end gap-2">
                  <Button
                    size="sm"
                    aria-label={t("resendTo", { email: invite.email })}
                    onClick={() => setResending(invite)}
                  >
                    {t("resend")}
                  </Button>
                  <Button
                    size="sm"
                    aria-label={t("revokeOf", { email: invite.email })}
                    onClick={() => setRevoking(invite)}
                  >
                    {t("revoke")}
                  </Button>
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      {invites.length === 0 ? null : (
        <Card title={t("invites")} description={t("invitesText")} isFlush>
          <DataTable caption={t("invites")} columns={columns} rows={invites} rowKey={({ id }) => id} />
        </Card>
      )}
      {revoking ? <RevokeInviteDialog invite={revoking} onClose={() => setRevoking(null)} /> : null}
      {resending ? <ResendDialog invite={resending} onClose={() => setResending(null)} /> : null}
    </>
  );
}
