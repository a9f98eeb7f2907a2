"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { disconnectProvider } from "#lib/providers/query.ts";
import type { Provider } from "#lib/providers/schema.ts";

export function DisconnectDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("disconnectTitle", { name: provider.name })}
      consequence={t("disconnectText", { count: provider.models.length })}
      confirmLabel={t("disconnect")}
      phrase={provider.name}
      confirm={async () => {
        await disconnectProvider(slug, provider.id);
        toast(t("disconnected", { name: provider.name }));
        void client.invalidateQueries({ queryKey: [slug] });
      }}
    />
  );
}
