"use client";
import { useTranslations } from "next-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { makePasskey } from "./make-passkey.ts";
import { PasskeyNameForm } from "./passkey-name-form.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account");
  const refresh = useRefreshAccount();
  return (
    <Dialog open onOpenChange={onClose} title={t("passkeyAdd")} description={t("passkeyAddText")}>
      <PasskeyNameForm
        name=""
        label={t("passkeyAdd")}
        send={makePasskey}
        onDone={(name) => {
          toast(t("passkeyAdded", { name }));
          void refresh();
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
