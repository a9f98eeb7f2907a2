"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { revokeApiKey } from "#lib/api-keys/query.ts";
import type { ApiKey } from "#lib/api-keys/schema.ts";

export function RevokeApiKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const t = useTranslations("apiKeys");
  const { slug } = useOrg();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("revokeTitle", { name: apiKey.name })}
      consequence={t("revokeText")}
      confirmLabel={t("revoke")}
      confirm={async () => {
        await revokeApiKey(slug, apiKey.id);
        toast(t("revoked", { name: apiKey.name }));
        void client.invalidateQueries({ queryKey: [slug, "api-keys"] });
      }}
    />
  );
}
