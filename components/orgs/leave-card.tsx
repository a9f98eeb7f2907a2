"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { leaveOrg } from "#lib/members/query.ts";

export function LeaveCard() {
  const t = useTranslations("orgs");
  const { slug, name } = useOrg();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t("leave")} description={t("leaveText")}>
      <Button onClick={() => setIsOpen(true)}>{t("leave")}</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("leaveTitle", { name })}
        consequence={t("leaveConsequence")}
        confirmLabel={t("leave")}
        confirm={async () => {
          await leaveOrg(slug);
          window.location.assign("/");
        }}
      />
    </Card>
  );
}
