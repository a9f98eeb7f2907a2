"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { newTotpSecretQuery } from "#lib/account/query.ts";
import { RecoveryCodesOnce } from "./recovery-codes-once.tsx";
import { TotpForm } from "./totp-form.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** Scan, type the first code, keep the recovery codes. */
export function TotpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account");
  const refresh = useRefreshAccount();
  const secret = useQuery(newTotpSecretQuery());
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
        <QueryBoundary query={secret} skeleton={<Skeleton className="h-72" />}>
          {(data) => <TotpForm totp={data} onConfirmed={setCodes} onClose={close} />}
        </QueryBoundary>
      )}
    </Dialog>
  );
}
