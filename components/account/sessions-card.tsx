"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { revokeOtherSessions, sessionListQuery } from "#lib/account/query.ts";
import { SessionTable } from "./session-table.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** No event stream tells this page, as it belongs to no organization: it looks again by itself. */
const lookAgainMs = 15_000;

export function SessionsCard() {
  const t = useTranslations("account");
  const query = useQuery({ ...sessionListQuery(), refetchInterval: lookAgainMs });
  const refresh = useRefreshAccount();
  const [isAsking, setIsAsking] = useState(false);
  const hasOthers = (query.data?.items.length ?? 0) > 1;
  return (
    <Card
      title={t("sessions")}
      description={t("sessionsText")}
      isFlush
      action={hasOthers ? <Button onClick={() => setIsAsking(true)}>{t("sessionsEndOthers")}</Button> : undefined}
    >
      <QueryBoundary query={query} skeleton={<TableSkeleton rows={2} />}>
        {({ items }) => <SessionTable sessions={items} />}
      </QueryBoundary>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("sessionsEndTitle")}
        consequence={t("sessionsEndText")}
        confirmLabel={t("sessionsEndOthers")}
        confirm={async () => {
          await revokeOtherSessions();
          toast(t("sessionsEnded"));
          await refresh();
        }}
      />
    </Card>
  );
}
