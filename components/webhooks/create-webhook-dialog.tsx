"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { createWebhook } from "#lib/webhooks/query.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretShown } from "./secret-shown.tsx";

export function CreateWebhookDialog() {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  if (!useMay("webhooks.write")) return null;

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
          <EndpointForm
            submitLabel={t("create")}
            send={(fields) => createWebhook(slug, fields)}
            done={(created) => {
              setSecret(created.secret);
              void client.invalidateQueries({ queryKey: [slug, "webhooks"] });
            }}
            onClose={() => change(false)}
          />
        ) : (
          <SecretShown secret={secret} onClose={() => change(false)} />
        )}
      </Dialog>
    </>
  );
}
