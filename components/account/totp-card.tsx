"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { accountQuery, renewRecoveryCodes, startTotp, turnOffTotp } from "#lib/account/query.ts";
import { RecoveryCodesOnce } from "./recovery-codes-once.tsx";
import { TotpDialog } from "./totp-dialog.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

export function TotpCard() {
  const t = useTranslations("account");
  const query = useQuery(accountQuery());
  const refresh = useRefreshAccount();
  const [open, setOpen] = useState<"turnOff" | "renew" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => setOpen(null);
  // Asked for before the dialog opens: the proof of identity that it may need has a dialog of its own.
  const setUp = useMutation({ mutationFn: startTotp, gcTime: 0 });

  return (
    <Card title={t("totp")} description={t("totpText")}>
      <QueryBoundary query={query} skeleton={<Skeleton className="h-8 w-40" />}>
        {({ totp }) =>
          totp ? (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <Badge tone="ok">{t("totpOn")}</Badge>
              <span className={totp.recoveryCodesLeft < 3 ? "text-warn" : "text-muted"}>
                {t("recoveryLeft", { count: totp.recoveryCodesLeft })}
              </span>
              <span className="flex flex-wrap gap-2 sm:ml-auto">
                <Button onClick={() => setOpen("renew")}>{t("recoveryRenew")}</Button>
                <Button variant="danger" onClick={() => setOpen("turnOff")}>
                  {t("totpTurnOff")}
                </Button>
              </span>
            </div>
          ) : (
            <div className="flex flex-wrap items-center gap-3">
              <Badge>{t("totpOff")}</Badge>
              <Button disabled={setUp.isPending} onClick={() => setUp.mutate()}>
                {t("totpSetUp")}
              </Button>
              {setUp.error ? <ProblemNote error={setUp.error} /> : null}
            </div>
          )
        }
      </QueryBoundary>
      {setUp.data ? <TotpDialog totp={setUp.data} onClose={setUp.reset} /> : null}
      <ConfirmDialog
        open={open === "turnOff"}
        onOpenChange={close}
        title={t("totpTurnOffTitle")}
        consequence={t("totpTurnOffText")}
        confirmLabel={t("totpTurnOff")}
        confirm={async () => {
          await turnOffTotp();
          toast(t("totpTurnedOff"));
          await refresh();
        }}
      />
      <ConfirmDialog
        open={open === "renew"}
        onOpenChange={close}
        title={t("recoveryRenewTitle")}
        consequence={t("recoveryRenewText")}
        confirmLabel={t("recoveryRenew")}
        confirm={async () => {
          setCodes((await renewRecoveryCodes()).codes);
          await refresh();
        }}
      />
      <Dialog open={codes !== null} onOpenChange={() => setCodes(null)} title={t("recovery")}>
        <RecoveryCodesOnce codes={codes ?? []} onClose={() => setCodes(null)} />
      </Dialog>
    </Card>
  );
}
