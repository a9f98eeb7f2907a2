"use client";
import { Ellipsis, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { ChangeBudgetDialog } from "./change-budget-dialog.tsx";
import { DeleteBudgetDialog } from "./delete-budget-dialog.tsx";

export function BudgetActions({ budget }: { budget: Budget }) {
  const t = useTranslations("budgets");
  const [dialog, setDialog] = useState<"change" | "delete" | null>(null);
  if (!useMay("budgets.write")) return null;
  return (
    <>
      <Button onClick={() => setDialog("change")}>{t("change")}</Button>
      <Menu
        align="end"
        trigger={
          <Button size="icon" aria-label={t("actions")}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem isDanger onSelect={() => setDialog("delete")}>
          <Trash2 aria-hidden />
          {t("delete")}
        </MenuItem>
      </Menu>
      {dialog === "change" ? <ChangeBudgetDialog budget={budget} onClose={() => setDialog(null)} /> : null}
      {dialog === "delete" ? <DeleteBudgetDialog budget={budget} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
