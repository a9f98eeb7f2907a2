"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { removeMember } from "#lib/members/query.ts";
import type { Member } from "#lib/members/schema.ts";

export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations("members");
  const { slug, name: orgName } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("removeTitle", { name: member.name })}
      consequence={t("removeText", { org: orgName })}
      confirmLabel={t("remove")}
      confirm={async () => {
        await removeMember(slug, member.userId);
        toast(t("removed", { name: member.name }));
        void client.invalidateQueries({ queryKey: [slug, "members"] });
      }}
    />
  );
}
