"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { CreateKeyForm } from "./create-key-form.tsx";
import { CreatedKey } from "./created-key.tsx";

export function CreateKeyDialog() {
  const t = useTranslations("keys");
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  if (!useMay("local-keys.write")) return null;

  function change(open: boolean) {
    setIsOpen(open);
    setSecret(null);
  }

  return (
    <>
      <Button variant="primary" onClick={() => change(true)}>
        <Plus aria-hidden />
        {t("create")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={change}
        title={secret === null ? t("create") : t("createdTitle")}
        description={secret === null ? t("createText") : undefined}
        isWide
      >
        {secret === null ? (
          <CreateKeyForm onCreated={setSecret} onClose={() => change(false)} />
        ) : (
          <CreatedKey secret={secret} onClose={() => change(false)} />
        )}
      </Dialog>
    </>
  );
}
