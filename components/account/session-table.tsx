"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "#components/state/use-error-text.ts";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.ts";
import { revokeSession } from "#lib/account/query.ts";
import type { AccountSession } from "#lib/account/schema.ts";
import { useRefreshAccount } from "./use-refresh-account.ts";

// messages: account.place.*

/** Ending one asks nothing: whoever is there signs in again. */
export function SessionTable({ sessions }: { sessions: AccountSession[] }) {
  const t = useTranslations("account");
  const errorText = useErrorText();
  const refresh = useRefreshAccount();
  const ending = useMutation({
    mutationFn: revokeSession,
    onSuccess: () => toast(t("sessionEnded")),
    onError: (error) => toastError(errorText(error)),
    onSettled: refresh,
  });

  function deviceText({ browser, system }: AccountSession): string {
    if (browser && system) return t("sessionDeviceOn", { browser, system });
    return browser ?? system ?? t("sessionUnknown");
  }

  const columns: Column<AccountSession>[] = [
    {
      id: "device",
      header: t("sessionDevice"),
      cell: (session) => (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{deviceText(session)}</span>
          {session.isCurrent ? <Badge tone="ok">{t("sessionThis")}</Badge> : null}
        </span>
      ),
    },
    {
      id: "address",
      header: t("sessionPlace"),
      cell: ({ address, place }) => (
        <>
          {place ? <span className="block">{t(`place.${place}`)}</span> : null}
          <span className="font-mono text-xs text-muted">{address ?? t("place.unknown")}</span>
        </>
      ),
      from: "sm",
    },
    { id: "created", header: t("sessionCreated"), cell: ({ createdAt }) => <TimeAgo at={createdAt} />, from: "sm" },
    { id: "seen", header: t("sessionSeen"), cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} /> },
    {
      id: "action",
      header: t("action"),
      isNumeric: true,
      cell: (session) =>
        session.isCurrent ? null : (
          <Button
            size="sm"
            aria-label={t("sessionEndOf", { device: deviceText(session) })}
            disabled={ending.isPending}
            onClick={() => ending.mutate(session.id)}
          >
            {t("sessionEnd")}
          </Button>
        ),
    },
  ];
  return <DataTable caption={t("sessions")} columns={columns} rows={sessions} rowKey={({ id }) => id} />;
}
