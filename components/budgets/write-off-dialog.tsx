"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { toast } from "#components/ui/toast.ts";
import { writeOffLease } from "#lib/budgets/query.ts";
import type { BudgetLease } from "#lib/budgets/schema.ts";
import { leftOf } from "./lease-left.ts";

/** Says first what it costs if the box did spend it. */
export function WriteOffDialog({
  budgetId,
  lease,
  onClose,
}: {
  budgetId: string;
  lease: BudgetLease;
  onClose: () => void;
}) {
  const t = useTranslations("writeOff");
  const usd = useUsd();
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("title", { amount: usd(leftOf(lease)), box: lease.boxName })}
      consequence={
        <>
          <span className="block">{t("free")}</span>
          <span className="mt-2 block">{t("mayHaveSpent", { box: lease.boxName })}</span>
        </>
      }
      confirmLabel={t("confirm")}
      phrase={lease.boxName}
      confirm={async () => {
        const { writtenOffNanos } = await writeOffLease(slug, budgetId, lease.leaseId);
        toast(t("done", { amount: usd(writtenOffNanos) }));
        await client.invalidateQueries({ queryKey: [slug, "budgets"] });
      }}
    />
  );
}
