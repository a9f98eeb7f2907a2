"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { deleteBudget } from "#lib/budgets/query.ts";
import type { Budget } from "#lib/budgets/schema.ts";

export function DeleteBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const client = useQueryClient();
  const router = useRouter();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("deleteTitle", { name: budget.name })}
      consequence={t("deleteText")}
      confirmLabel={t("delete")}
      phrase={budget.name}
      confirm={async () => {
        await deleteBudget(slug, budget.id);
        toast(t("deleted", { name: budget.name }));
        router.push(`/${slug}/budgets`);
        void client.invalidateQueries({ queryKey: [slug, "budgets", "list"] });
      }}
    />
  );
}
