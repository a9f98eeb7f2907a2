"use client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { removePasskey } from "#lib/account/query.ts";
import type { Passkey } from "#lib/account/schema.ts";
import { useRefreshAccount } from "./use-refresh-account.ts";

export function RemovePasskeyDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const t = useTranslations("account");
  const refresh = useRefreshAccount();
  const { id, name } = passkey;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("passkeyRemoveTitle", { name })}
      consequence={t("passkeyRemoveText")}
      confirmLabel={t("passkeyRemove")}
      confirm={async () => {
        await removePasskey(id);
        toast(t("passkeyRemoved", { name }));
        void refresh();
      }}
    />
  );
}
