"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { deleteOrg, deletionEffectsQuery } from "#lib/orgs/query.ts";

export function DeleteCard() {
  const t = useTranslations("orgs");
  const { name } = useOrg();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t("delete")} description={t("deleteText")} className="border-bad/40">
      <Button variant="danger" onClick={() => setIsOpen(true)}>
        {t("deleteNamed", { name })}
      </Button>
      {isOpen ? <DeleteDialog onClose={() => setIsOpen(false)} /> : null}
    </Card>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("orgs");
  const { slug, name } = useOrg();
  const { data } = useQuery(deletionEffectsQuery(slug));
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("deleteTitle", { name })}
      consequence={data ? t("deleteConsequence", { ...data }) : t("deleteCounting")}
      confirmLabel={t("delete")}
      phrase={name}
      confirm={async () => {
        await deleteOrg(slug, name);
        window.location.assign("/");
      }}
    />
  );
}
