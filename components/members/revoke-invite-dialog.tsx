"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { revokeInvite } from "#lib/members/query.ts";
import type { Invite } from "#lib/members/schema.ts";

export function RevokeInviteDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const t = useTranslations("members");
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("revokeTitle", { email: invite.email })}
      consequence={t("revokeText")}
      confirmLabel={t("revoke")}
      confirm={async () => {
        await revokeInvite(slug, invite.id);
        toast(t("revoked", { email: invite.email }));
        void client.invalidateQueries({ queryKey: [slug, "members"] });
      }}
    />
  );
}
