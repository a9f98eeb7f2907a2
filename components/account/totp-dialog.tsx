"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import type { TotpSecret } from "#lib/account/schema.ts";
import { RecoveryCodesOnce } from "./recovery-codes-once.tsx";
import { TotpForm } from "./totp-form.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** Scan, type the first code, keep the recovery codes. */
export function TotpDialog({ totp, onClose }: { totp: TotpSecret; onClose: () => void }) {
  const t = useTranslations("account");
  const refresh = useRefreshAccount();
  const [codes, setCodes] = useState<string[] | null>(null);

  function close() {
    if (codes) void refresh();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={close}
      title={codes ? t("recovery") : t("totp")}
      description={codes ? undefined : t("totpScan")}
    >
      {codes ? (
        <RecoveryCodesOnce codes={codes} onClose={close} />
      ) : (
        <TotpForm totp={totp} onConfirmed={setCodes} onClose={close} />
      )}
    </Dialog>
  );
}
