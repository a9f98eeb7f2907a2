"use client";
import { useTranslations } from "next-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Provider } from "#lib/providers/schema.ts";
import { DeploymentsForm } from "./deployments-form.tsx";
import { ModelsForm } from "./models-form.tsx";

export function ModelsDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("models");
  const isAzure = provider.kind === "azure_openai";
  const Form = isAzure ? DeploymentsForm : ModelsForm;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { name: provider.name })}
      description={isAzure ? t("textAzure") : provider.kind === "local" ? t("textLocal") : t("text")}
      isWide={isAzure}
    >
      <Form provider={provider} onClose={onClose} />
    </Dialog>
  );
}
