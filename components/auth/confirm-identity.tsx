"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { accountQuery } from "#lib/account/query.ts";
import { ConfirmForm } from "./confirm-form.tsx";

/** Asks the signed-in person who they are. `onClose(false)` when they give up. */
export function ConfirmIdentity({ onClose }: { onClose: (isProven: boolean) => void }) {
  const t = useTranslations("auth");
  const query = useQuery(accountQuery());
  return (
    <Dialog open onOpenChange={() => onClose(false)} title={t("confirmTitle")} description={t("confirmText")}>
      <QueryBoundary query={query} skeleton={<Skeleton className="h-28" />}>
        {(account) => <ConfirmForm account={account} onClose={onClose} />}
      </QueryBoundary>
    </Dialog>
  );
}
