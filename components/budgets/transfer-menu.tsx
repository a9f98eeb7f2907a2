"use client";
import { ArrowDownUp } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { transferFormats } from "#lib/budgets/transfer-formats.ts";
import { exportHref } from "#lib/budgets/transfer-query.ts";

const TransferForm = dynamic(() => import("./transfer-form.tsx").then((module) => module.TransferForm));

// messages: transfer.format.*
/** All budgets to a file and back. For the head of the budgets page. */
export function BudgetTransferMenu() {
  const t = useTranslations("transfer");
  const { slug } = useOrg();
  const mayImport = useMay("budgets.write");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button>
            <ArrowDownUp aria-hidden />
            {t("open")}
          </Button>
        }
      >
        {transferFormats.map((format) => (
          <MenuItem key={format} asChild>
            <a href={exportHref(slug, format)} download>
              {t(`format.${format}`)}
            </a>
          </MenuItem>
        ))}
        {mayImport ? (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => setIsOpen(true)}>{t("import")}</MenuItem>
          </>
        ) : null}
      </Menu>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("title")} description={t("text")} isWide>
        <TransferForm onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}
