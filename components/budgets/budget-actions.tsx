"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pause, Pencil, Play, Trash2, TrendingDown, TrendingUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { changeBudget } from "#lib/budgets/query.ts";
import type { Budget } from "#lib/budgets/schema.ts";
import { ChangeBudgetDialog } from "./change-budget-dialog.tsx";
import { DeleteBudgetDialog } from "./delete-budget-dialog.tsx";
import { RaiseDialog } from "./raise-dialog.tsx";

type DialogName = "pause" | "resume" | "raise" | "endRaise" | "change" | "delete";

export function BudgetActions({ budget }: { budget: Budget }) {
  const t = useTranslations("budgets");
  const [dialog, setDialog] = useState<DialogName | null>(null);
  if (!useMay("budgets.write")) return null;
  const isPaused = budget.pausedAt !== null;
  const close = () => setDialog(null);
  return (
    <>
      <Button onClick={() => setDialog(isPaused ? "resume" : "pause")}>
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        {isPaused ? t("resume") : t("pause")}
      </Button>
      <Button onClick={() => setDialog("raise")}>
        <TrendingUp aria-hidden />
        {t("raise")}
      </Button>
      <Button onClick={() => setDialog("change")}>
        <Pencil aria-hidden />
        {t("change")}
      </Button>
      <Menu
        align="end"
        trigger={
          <Button size="icon" aria-label={t("actions")}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {budget.raise ? (
          <MenuItem onSelect={() => setDialog("endRaise")}>
            <TrendingDown aria-hidden />
            {t("endRaise")}
          </MenuItem>
        ) : null}
        <MenuItem isDanger onSelect={() => setDialog("delete")}>
          <Trash2 aria-hidden />
          {t("delete")}
        </MenuItem>
      </Menu>
      {dialog === "pause" || dialog === "resume" || dialog === "endRaise" ? (
        <ConfirmChange budget={budget} what={dialog} onClose={close} />
      ) : null}
      {dialog === "raise" ? <RaiseDialog budget={budget} onClose={close} /> : null}
      {dialog === "change" ? <ChangeBudgetDialog budget={budget} onClose={close} /> : null}
      {dialog === "delete" ? <DeleteBudgetDialog budget={budget} onClose={close} /> : null}
    </>
  );
}

const changes = { pause: { isPaused: true }, resume: { isPaused: false }, endRaise: { raise: null } } as const;

// messages: budgets.confirm.*
function ConfirmChange({ budget, what, onClose }: { budget: Budget; what: keyof typeof changes; onClose: () => void }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(`confirm.${what}Title`, { name: budget.name })}
      consequence={t(`confirm.${what}Text`)}
      confirmLabel={t(what)}
      confirm={async () => {
        await changeBudget(slug, budget.id, changes[what]);
        await client.invalidateQueries({ queryKey: [slug, "budgets"] });
      }}
    />
  );
}
