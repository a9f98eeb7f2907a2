"use client";
import { Split } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

const SplitForm = dynamic(() => import("./split-form.tsx").then((module) => module.SplitForm));

/** Divides an amount among boxes: a budget for each. For the head of the budgets page. */
export function SplitBudgetButton() {
  const t = useTranslations("split");
  const [isOpen, setIsOpen] = useState(false);
  if (!useMay("budgets.write")) return null;
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <Split aria-hidden />
        {t("open")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("title")} description={t("text")} isWide>
        <SplitForm onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}
