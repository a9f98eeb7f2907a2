"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { boxKeys, decommissionBox } from "#lib/boxes/query.ts";
import type { BoxDetail } from "#lib/boxes/schema.ts";

export function DecommissionDialog({ box, onClose }: { box: BoxDetail; onClose: () => void }) {
  const t = useTranslations("boxes");
  const { slug } = useOrg();
  const client = useQueryClient();
  const router = useRouter();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("decommissionTitle", { name: box.name })}
      consequence={t("decommissionText")}
      confirmLabel={t("decommission")}
      phrase={box.name}
      confirm={async () => {
        await decommissionBox(slug, box.id);
        toast(t("decommissioned", { name: box.name }));
        router.push(`/${slug}/boxes`);
        void client.invalidateQueries({ queryKey: boxKeys.all(slug) });
      }}
    />
  );
}
