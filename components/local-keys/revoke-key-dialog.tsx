"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { revokeLocalKey } from "#lib/local-keys/query.ts";
import type { LocalKey } from "#lib/local-keys/schema.ts";

export function RevokeKeyDialog({ localKey, onClose }: { localKey: LocalKey; onClose: () => void }) {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("revokeTitle", { name: localKey.name })}
      consequence={t("revokeText")}
      confirmLabel={t("revoke")}
      confirm={async () => {
        await revokeLocalKey(slug, localKey.id);
        toast(t("revoked", { name: localKey.name }));
        void client.invalidateQueries({ queryKey: [slug, "local-keys"] });
      }}
    />
  );
}
