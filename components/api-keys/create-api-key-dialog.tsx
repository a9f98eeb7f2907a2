"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { CreatedApiKey } from "#lib/api-keys/schema.ts";
import { CreateApiKeyForm } from "./create-api-key-form.tsx";
import { CreatedSecret } from "./created-secret.tsx";

export function CreateApiKeyDialog() {
  const t = useTranslations("apiKeys");
  const [isOpen, setIsOpen] = useState(false);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  if (!useMay("api-keys.write")) return null;

  function change(open: boolean) {
    setIsOpen(open);
    setCreated(null);
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
        title={created ? t("createdTitle") : t("create")}
        description={created ? undefined : t("createText")}
        isWide
      >
        {created ? (
          <CreatedSecret created={created} onClose={() => change(false)} />
        ) : (
          <CreateApiKeyForm onCreated={setCreated} onClose={() => change(false)} />
        )}
      </Dialog>
    </>
  );
}
