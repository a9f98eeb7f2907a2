"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { disconnectProvider } from "#lib/providers/query.ts";
import type { ProviderDetail } from "#lib/providers/schema.ts";

/** Names what breaks: routes that are left with nothing, routes that lose a target, budgets of this provider alone. */
export function DisconnectDialog({ provider, onClose }: { provider: ProviderDetail; onClose: () => void }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const client = useQueryClient();
  const router = useRouter();
  const named = (isOnly: boolean) =>
    provider.routes
      .filter((route) => route.isOnly === isOnly)
      .map(({ alias, layerName }) => (layerName === null ? alias : t("aliasOf", { alias, layer: layerName })))
      .join(", ");
  const [broken, weaker] = [named(true), named(false)];
  const budgets = provider.budgets.map(({ name }) => name).join(", ");
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("disconnectTitle", { name: provider.name })}
      consequence={
        <span className="block space-y-2">
          <span className="block">{t("disconnectText", { count: provider.models.length })}</span>
          {broken ? <span className="block text-bad">{t("breaks", { names: broken })}</span> : null}
          {weaker ? <span className="block">{t("weakens", { names: weaker })}</span> : null}
          {budgets ? <span className="block">{t("idleBudgets", { names: budgets })}</span> : null}
        </span>
      }
      confirmLabel={t("disconnect")}
      phrase={provider.name}
      confirm={async () => {
        await disconnectProvider(slug, provider.id);
        toast(t("disconnected", { name: provider.name }));
        router.push(`/${slug}/providers`);
        // The page that is being left must not ask for what is gone.
        void client.invalidateQueries({ queryKey: [slug, "providers", "list"] });
        void client.invalidateQueries({ queryKey: [slug, "providers", "prices"] });
      }}
    />
  );
}
