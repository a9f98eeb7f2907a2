"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { closeMonth, statementListQuery } from "#lib/statements/query.ts";
import { useMonthName } from "./use-month-name.ts";

export function CloseButton({ month }: { month: string }) {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const name = useMonthName()(month);
  return (
    <>
      <Button size="sm" aria-label={t("closeMonth", { month: name })} onClick={() => setIsOpen(true)}>
        {t("close")}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("closeTitle", { month: name })}
        consequence={t("closeText")}
        confirmLabel={t("closeNow")}
        confirm={async () => {
          await closeMonth(slug, { month });
          toast(t("closed", { month: name }));
          await client.invalidateQueries({ queryKey: statementListQuery(slug).queryKey });
        }}
      />
    </>
  );
}
