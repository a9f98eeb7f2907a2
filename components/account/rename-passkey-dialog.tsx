"use client";
import { useTranslations } from "next-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { renamePasskey } from "#lib/account/query.ts";
import type { Passkey } from "#lib/account/schema.ts";
import { PasskeyNameForm } from "./passkey-name-form.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

export function RenamePasskeyDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const t = useTranslations("account");
  const refresh = useRefreshAccount();
  return (
    <Dialog open onOpenChange={onClose} title={t("passkeyRenameOf", { name: passkey.name })}>
      <PasskeyNameForm
        name={passkey.name}
        label={t("save")}
        send={(name) => renamePasskey(passkey.id, name)}
        onDone={() => {
          void refresh();
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
