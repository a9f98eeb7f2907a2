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

type Step = { name: "closed" | "form" } | { name: "secret"; secret: string };

export function CreateWebhookDialog() {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ name: "closed" });
  const close = () => setStep({ name: "closed" });
  const isAdded = step.name === "secret";
  if (!useMay("webhooks.write")) return null;
  return (
    <>
      <Button variant="primary" onClick={() => setStep({ name: "form" })}>
        <Plus aria-hidden />
        {t("create")}
      </Button>
      <Dialog
        open={step.name !== "closed"}
        onOpenChange={close}
        title={isAdded ? t("createdTitle") : t("create")}
        description={isAdded ? undefined : t("createText")}
        isWide
      >
        {isAdded ? (
          <SecretShown secret={step.secret} onClose={close} />
        ) : (
          <EndpointForm
            submitLabel={t("create")}
            send={(fields) => createWebhook(slug, fields)}
            done={({ secret }) => {
              setStep({ name: "secret", secret });
              void client.invalidateQueries({ queryKey: [slug, "webhooks"] });
            }}
            onClose={close}
          />
        )}
      </Dialog>
    </>
  );
}
